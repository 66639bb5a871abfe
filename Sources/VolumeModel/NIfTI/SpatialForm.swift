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
