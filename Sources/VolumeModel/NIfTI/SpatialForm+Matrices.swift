import CNifti

/// Both ways in which a file may say where its voxels lie, for people who compare them.
extension SpatialForm {
  /// The sform as voxel to RAS millimetres; nil when the file has none of use.
  public var sformAffine: Affine? {
    guard sformCode > 0, rows.count == 12 else { return nil }
    let inFileUnits = Affine(
      columns: (
        SIMD3(rows[0], rows[4], rows[8]), SIMD3(rows[1], rows[5], rows[9]), SIMD3(rows[2], rows[6], rows[10])
      ), origin: SIMD3(rows[3], rows[7], rows[11]))
    return inFileUnits.scaled(by: millimetresPerUnit)
  }

  /// The qform as voxel to RAS millimetres; nil when the file has none of use.
  public var qformAffine: Affine? {
    guard qformCode > 0, quaternion.count == 6, pixdim.count >= 4 else { return nil }
    let m = nifti_quatern_to_dmat44(
      quaternion[0], quaternion[1], quaternion[2], quaternion[3], quaternion[4], quaternion[5], pixdim[1], pixdim[2],
      pixdim[3], pixdim[0]
    ).m
    let inFileUnits = Affine(
      columns: (SIMD3(m.0.0, m.1.0, m.2.0), SIMD3(m.0.1, m.1.1, m.2.1), SIMD3(m.0.2, m.1.2, m.2.2)),
      origin: SIMD3(m.0.3, m.1.3, m.2.3))
    return inFileUnits.scaled(by: millimetresPerUnit)
  }

  /// The largest distance between a corner of the grid by sform and the same by qform; nil without both.
  public var formDifferenceMM: Double? {
    guard let sformAffine, let qformAffine else { return nil }
    return VoxelGrid(shape: grid.shape, affine: sformAffine)
      .largestCornerDistanceMM(to: VoxelGrid(shape: grid.shape, affine: qformAffine))
  }

  /// "scanner", "MNI" and so on; nil for 0, unknown.
  public static func name(ofCode code: Int) -> String? { code == 0 ? nil : codeName(code) }

  /// What the reader multiplied lengths by: 1, or 1000 and 0.001 for the files that count in metres or micrometres.
  private var millimetresPerUnit: Double {
    let unscaled: Double =
      switch source {
      case .sform: (rows[0] * rows[0] + rows[4] * rows[4] + rows[8] * rows[8]).squareRoot()
      case .qform, .pixdim: pixdim[1]
      }
    let ratio = unscaled > 0 ? grid.affine.spacingMM.x / unscaled : 1
    return ratio > 100 ? 1000 : ratio < 0.01 ? 0.001 : 1
  }
}
