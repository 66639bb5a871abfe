/// An image as read: scaled values on their grid, and what a person should know about the file.
public struct LoadedImage: Sendable {
  /// The file, as it was named.
  public let path: String
  /// Values after the file's scaling, in the file's voxel order.
  public let volume: Volume<Float>
  /// What a writer carries over.
  public let spatial: SpatialForm
  /// The display range that the file suggests (cal_min to cal_max), when it suggests one.
  public let suggestedRange: ClosedRange<Float>?
  /// What is unusual about the file, or was assumed, a sentence each.
  public let notes: [String]

  /// Where the voxels lie.
  public var grid: VoxelGrid { volume.grid }
  /// Whether the values were interpolated, because the file's own grid is another.
  public var wasResampled: Bool { GridFit(spatial.grid, on: grid) == .other }
}
