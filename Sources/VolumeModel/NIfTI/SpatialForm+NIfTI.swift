import CNifti

/// Both ways in which a NIfTI file may say where its voxels lie, for people who compare them.
extension SpatialForm {
  /// The sform as voxel to RAS millimetres; nil when the file has none of use.
  public var sformAffine: Affine? {
    guard sformCode > 0 else { return nil }
    guard let fields else { return grid.affine }
    return Affine(sformRows: fields.rows).scaled(by: millimetresPerUnit)
  }

  /// The qform as voxel to RAS millimetres; nil when the file has none of use.
  public var qformAffine: Affine? {
    guard qformCode > 0 else { return nil }
    guard let fields else { return grid.affine }
    return Affine(quaternion: fields.quaternion, pixdim: fields.pixdim).scaled(by: millimetresPerUnit)
  }

  /// The largest distance between a corner of the grid by sform and the same by qform, in millimetres; nil without both.
  public var formDifferenceMM: Double? {
    guard let sformAffine, let qformAffine else { return nil }
    return VoxelGrid(shape: grid.shape, affine: sformAffine)
      .largestCornerDistanceMM(to: VoxelGrid(shape: grid.shape, affine: qformAffine))
  }

  /// "scanner", "MNI" and so on; nil for 0, unknown.
  public static func name(ofCode code: Int) -> String? { code == 0 ? nil : codeName(code) }

  /// The name of a form code, as people say it.
  static func codeName(_ code: Int) -> String {
    switch code {
    case 1: "scanner"
    case 2: "aligned"
    case 3: "Talairach"
    case 4: "MNI"
    case 5: "template"
    default: "code \(code)"
    }
  }

  /// What the reader multiplied lengths by: 1, or 1000 and 0.001 for the files that count in metres or micrometres.
  private var millimetresPerUnit: Double {
    guard let fields else { return 1 }
    let unscaled =
      switch source {
      case .sform: Affine(sformRows: fields.rows).spacingMM.x
      case .qform, .pixdim, .directions, .image: fields.pixdim[1]
      }
    let ratio = unscaled > 0 ? grid.affine.spacingMM.x / unscaled : 1
    return ratio > 100 ? 1000 : ratio < 0.01 ? 0.001 : 1
  }

  /// The fields that a written header repeats: those of the file, or, for a grid from elsewhere, new ones in
  /// millimetres.
  var writtenFields: NIfTIFields {
    if let fields { return fields }
    let parts = QuaternionForm(grid.affine)
    return NIfTIFields(
      rows: sformCode > 0 ? grid.affine.rows.prefix(3).flatMap(\.self) : [Double](repeating: 0, count: 12),
      quaternion: qformCode > 0 ? parts.quaternion : [Double](repeating: 0, count: 6),
      pixdim: [qformCode > 0 ? parts.handedness : 1, grid.spacingMM.x, grid.spacingMM.y, grid.spacingMM.z],
      units: Int(NIFTI_UNITS_MM), isNIfTI2: false)
  }
}

extension Affine {
  /// - Parameter rows: srow_x, _y and _z, one after the other, twelve numbers.
  init(sformRows rows: [Double]) {
    self.init(
      columns: (
        SIMD3(rows[0], rows[4], rows[8]), SIMD3(rows[1], rows[5], rows[9]), SIMD3(rows[2], rows[6], rows[10])
      ), origin: SIMD3(rows[3], rows[7], rows[11]))
  }

  /// - Parameters:
  ///   - q: quatern_b, _c, _d and qoffset_x, _y, _z.
  ///   - pixdim: the handedness, 1 or -1, and three voxel sizes.
  init(quaternion q: [Double], pixdim: [Double]) {
    let m = nifti_quatern_to_dmat44(
      q[0], q[1], q[2], q[3], q[4], q[5], pixdim[1], pixdim[2], pixdim[3], pixdim[0]
    ).m
    self.init(
      columns: (SIMD3(m.0.0, m.1.0, m.2.0), SIMD3(m.0.1, m.1.1, m.2.1), SIMD3(m.0.2, m.1.2, m.2.2)),
      origin: SIMD3(m.0.3, m.1.3, m.2.3))
  }
}

/// The quaternion, offset and handedness of an affine without shear.
private struct QuaternionForm {
  let quaternion: [Double]
  let handedness: Double

  init(_ affine: Affine) {
    let rows = affine.rows
    var matrix = nifti_dmat44()
    matrix.m = (
      (rows[0][0], rows[0][1], rows[0][2], rows[0][3]), (rows[1][0], rows[1][1], rows[1][2], rows[1][3]),
      (rows[2][0], rows[2][1], rows[2][2], rows[2][3]), (0, 0, 0, 1)
    )
    var (b, c, d, x, y, z) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    var sign = 1.0
    nifti_dmat44_to_quatern(matrix, &b, &c, &d, &x, &y, &z, nil, nil, nil, &sign)
    quaternion = [b, c, d, x, y, z]
    handedness = sign
  }
}
