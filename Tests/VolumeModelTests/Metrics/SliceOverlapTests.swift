import Testing
import VolumeModel

@Suite struct SliceOverlapTests {
  private let grid = VoxelGrid(shape: SIMD3(4, 4, 4), affine: Affine(spacingMM: SIMD3(1, 1, 2)))

  private func mask(_ voxels: [SIMD3<Int>]) -> Mask {
    var mask = Mask(grid: grid)
    for voxel in voxels { mask[voxel] = true }
    return mask
  }

  /// Slice 0: 1 of 3 voxels common; slice 1: only predicted, 0; slice 2: equal, 1; slice 3 empty, not counted.
  @Test func slicesCountAlike() {
    let reference = mask([SIMD3(0, 0, 0), SIMD3(1, 0, 0), SIMD3(0, 0, 2)])
    let candidate = mask([SIMD3(1, 0, 0), SIMD3(2, 0, 0), SIMD3(3, 3, 1), SIMD3(0, 0, 2)])
    let expected: Double = (1.0 / 3 + 1) / 3
    let mean = SliceOverlap.meanIntersectionOverUnion(reference: reference, candidate: candidate)
    #expect(mean == expected)
  }

  @Test func twoEmptyMasksHaveNone() {
    #expect(SliceOverlap.meanIntersectionOverUnion(reference: mask([]), candidate: mask([])) == nil)
  }
}
