/// How a file says where its voxels lie, so that what is written from an image says the same: codes, and for NIfTI
/// files matrix, quaternion, voxel sizes and units word for word.
public struct SpatialForm: Sendable, Hashable {
  /// What gave the affine: a field of a NIfTI header, or, in other formats, directions in the header.
  public enum Source: String, Sendable, Hashable, Codable {
    case sform, qform, pixdim, directions
    /// Nothing of the file itself: its voxels are taken as those of the image that it goes with.
    case image
  }

  /// The grid in millimetres, as understood.
  public let grid: VoxelGrid
  /// What of the header gave the grid.
  public let source: Source
  /// 0 unknown, 1 scanner, 2 aligned, 3 Talairach, 4 MNI; 0 when the file's matrix was of no use.
  public let sformCode: Int
  /// As `sformCode`, of the quaternion.
  public let qformCode: Int
  /// The number type of the file's voxels, as in "int16".
  public let datatype: String
  /// The file itself, which is never overwritten; nil for a form made here.
  public let originPath: String?
  /// The fields of the NIfTI header that it was read from; nil for a grid from elsewhere.
  let fields: NIfTIFields?

  /// Where the voxels lie, in the words of a NIfTI header and in the file's own unit.
  struct NIfTIFields: Sendable, Hashable {
    /// srow_x, _y, _z.
    let rows: [Double]
    /// quatern_b, _c, _d, qoffset_x, _y, _z.
    let quaternion: [Double]
    /// pixdim[0] to pixdim[3].
    let pixdim: [Double]
    /// xyzt_units.
    let units: Int
    let isNIfTI2: Bool
  }
}

extension SpatialForm {
  /// A form for a grid that came from no NIfTI file. Written, its matrix and, without shear, its quaternion say the
  /// same.
  /// - Parameters:
  ///   - code: 1 scanner, 2 aligned, 3 Talairach, 4 MNI; not used when the grid's orientation is unknown.
  ///   - datatype: the number type of the voxels in the file.
  ///   - originPath: the file, when there is one.
  public init(grid: VoxelGrid, code: Int = 1, datatype: String = "float32", originPath: String? = nil) {
    let isKnown = grid.orientation != nil
    self.init(
      grid: grid, source: isKnown ? .directions : .pixdim, sformCode: isKnown ? code : 0,
      qformCode: isKnown && grid.shearDegrees < 0.01 ? code : 0, datatype: datatype, originPath: originPath,
      fields: nil)
  }
}
