/// Which components of a prediction are too small to be lesions, by volume, so that it means the same on every grid.
public struct LesionSizeFilter: Sendable, Hashable, Codable {
  /// Components up to this volume are removed; 0 keeps all. The default, 3 mm^3, is the smallest lesion that the MSSEG
  /// 2016 evaluation counts.
  public var largestRemovedMM3: Double
  /// Which voxels count as neighbours.
  public var connectivity: Connectivity

  /// A filter; by default components of up to 3 cubic millimetres go.
  public init(largestRemovedMM3: Double = 3, connectivity: Connectivity = .edges) {
    self.largestRemovedMM3 = largestRemovedMM3
    self.connectivity = connectivity
  }

  /// The largest number of voxels that is removed: 3 for 3 mm^3 on a 1 mm grid.
  public func largestRemovedCount(on grid: VoxelGrid) -> Int {
    // A little slack, because spacings in files carry rounding errors.
    let count = (largestRemovedMM3 / grid.voxelVolumeMM3 * (1 + 1e-4)).rounded(.down)
    guard count.isFinite, count > 0 else { return 0 }
    return count < Double(grid.voxelCount) ? Int(count) : grid.voxelCount
  }

  /// The mask without its small components.
  public func filtered(_ mask: Mask) -> Mask {
    let count = largestRemovedCount(on: mask.grid)
    return count > 0 ? mask.removingComponents(voxelCountAtMost: count, connectivity: connectivity) : mask
  }
}
