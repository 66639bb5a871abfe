import Glibc

/// For every voxel of a box the Euclidean distance to the nearest voxel of a mask.
public struct DistanceMap: Sendable {
  /// The part of the grid that was looked at.
  public let box: VoxelBox
  /// Squared millimetres, x fastest over the box; infinite where nothing lies in reach.
  public private(set) var squaredMM2: [Double]

  /// The exact distance, in millimetres and with the grid's own spacing on every axis, to the nearest voxel of `mask`
  /// inside `box`. Voxels of the mask have distance 0; distances beyond `reachMM` are infinite, with an empty mask all.
  public init(to mask: Mask, in box: VoxelBox, reachMM: Double = .infinity) {
    self.init(to: FeatureRows(mask, in: box), in: box, grid: mask.grid, reachMM: reachMM)
  }

  /// The same for one lesion, as if it were alone.
  init(to lesion: Lesion, in box: VoxelBox, grid: VoxelGrid, reachMM: Double) {
    self.init(to: FeatureRows(lesion, in: box), in: box, grid: grid, reachMM: reachMM)
  }

  private init(to features: FeatureRows, in box: VoxelBox, grid: VoxelGrid, reachMM: Double) {
    self.box = box
    let transform = DistanceTransform(features: features, spacingMM: grid.usableSpacingMM, reachMM: reachMM)
    squaredMM2 = [Double](unsafeUninitializedCapacity: box.voxelCount) { field, count in
      let exact = UnsafeMutableBufferPointer(rebasing: field[..<box.voxelCount])
      exact.askForLargePages()
      transform.fill(exact)
      count = box.voxelCount
    }
  }

  /// The distance in millimetres at a voxel of the box.
  public subscript(voxel: SIMD3<Int>) -> Double {
    precondition(box.contains(voxel), "voxel outside the box")
    let p = voxel &- box.lower
    return squaredMM2[p.x + box.shape.x * (p.y + box.shape.y * p.z)].squareRoot()
  }
}
