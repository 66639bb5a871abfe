import CNifti

/// How a file says where its voxels lie, field by field, so that what is written from an image carries the same words:
/// codes, matrix, quaternion, voxel sizes and units.
public struct SpatialForm: Sendable, Hashable {
  /// Which field of a header gave the affine.
  public enum Source: String, Sendable, Hashable, Codable { case sform, qform, pixdim }

  /// The grid in millimetres, as understood.
  public let grid: VoxelGrid
  public let source: Source
  /// 0 unknown, 1 scanner, 2 aligned, 3 Talairach, 4 MNI; 0 when the file's matrix was of no use.
  public let sformCode: Int
  public let qformCode: Int
  /// The number type of the file's voxels, as in "int16".
  public let datatype: String
  /// The file itself, which is never overwritten; nil for a form made here.
  public let originPath: String?

  /// srow_x, _y, _z, in the file's own unit.
  let rows: [Double]
  /// quatern_b, _c, _d, qoffset_x, _y, _z, in the file's own unit.
  let quaternion: [Double]
  /// pixdim[0] to pixdim[3], in the file's own unit.
  let pixdim: [Double]
  /// xyzt_units as in the file.
  let units: Int
  let isNIfTI2: Bool
}

extension SpatialForm {
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
}

extension SpatialForm {
  /// A form for a grid that came from no file: matrix and, without shear, quaternion say the same.
  /// - Parameter code: 1 scanner, 2 aligned, 3 Talairach, 4 MNI; not used when the grid's orientation is unknown.
  public init(grid: VoxelGrid, code: Int = 1) {
    let isKnown = grid.orientation != nil
    let parts = QuaternionForm(grid.affine)
    let hasQuaternion = isKnown && grid.shearDegrees < 0.01
    self.init(
      grid: grid, source: isKnown ? .sform : .pixdim, sformCode: isKnown ? code : 0,
      qformCode: hasQuaternion ? code : 0, datatype: VoxelType.float32.rawValue, originPath: nil,
      rows: isKnown ? grid.affine.rows.prefix(3).flatMap(\.self) : [Double](repeating: 0, count: 12),
      quaternion: hasQuaternion ? parts.quaternion : [Double](repeating: 0, count: 6),
      pixdim: [hasQuaternion ? parts.handedness : 1, grid.spacingMM.x, grid.spacingMM.y, grid.spacingMM.z],
      units: Int(NIFTI_UNITS_MM), isNIfTI2: false)
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
