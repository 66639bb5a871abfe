/// For every voxel of a box the Euclidean distance to the nearest voxel of a mask.
public struct DistanceMap: Sendable {
  public let box: VoxelBox
  /// Squared millimetres, x fastest over the box; infinite when the mask is empty there.
  public private(set) var squaredMM2: [Double]

  /// The exact distance, in millimetres and with the grid's own spacing on every axis, to the nearest voxel of `mask`
  /// inside `box`. Voxels of the mask have distance 0; with none all distances are infinite.
  public init(to mask: Mask, in box: VoxelBox) {
    self.init(to: FeatureRows(mask, in: box), in: box, grid: mask.grid)
  }

  /// The same for one lesion, as if it were alone.
  init(to lesion: Lesion, in box: VoxelBox, grid: VoxelGrid) {
    self.init(to: FeatureRows(lesion, in: box), in: box, grid: grid)
  }

  private init(to features: FeatureRows, in box: VoxelBox, grid: VoxelGrid) {
    self.box = box
    let transform = DistanceTransform(features: features, spacingMM: grid.usableSpacingMM)
    squaredMM2 = [Double](unsafeUninitializedCapacity: box.voxelCount) { field, count in
      let exact = UnsafeMutableBufferPointer(rebasing: field[..<box.voxelCount])
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
