import Testing
import VolumeModel

@Suite struct LesionSizeChoiceTests {
  private let grid = VoxelGrid(shape: SIMD3(32, 8, 8), affine: Affine(spacingMM: SIMD3(1, 1, 1)))

  /// Bars along x, each with its first voxel and its length, a row apart.
  private func mask(_ bars: [(x: Int, y: Int, length: Int)]) -> Mask {
    var mask = Mask(grid: grid)
    for bar in bars { for x in bar.x..<bar.x + bar.length { mask[SIMD3(x, bar.y, 0)] = true } }
    return mask
  }

  /// False lesions of 8 voxels go, a true one of 20 stays: 10 and 15 mm3 do both, and the smaller is taken.
  @Test func falseLesionsOfOneSizeAreRemoved() {
    let reference = mask([(0, 0, 20)])
    let candidate = mask([(0, 0, 20), (0, 2, 8), (10, 2, 8), (0, 4, 8)])
    #expect(LesionSizeFilter.chosen(for: [(reference, candidate)])?.largestRemovedMM3 == 10)
  }

  /// Nothing is better than the default, so the default stays.
  @Test func theDefaultStaysWhereNothingIsBetter() {
    let reference = mask([(0, 0, 20), (0, 2, 6)])
    #expect(LesionSizeFilter.chosen(for: [(reference, reference)]) == LesionSizeFilter())
    #expect(LesionSizeFilter.chosen(for: []) == nil)
  }

  /// Where small lesions are true, none are removed.
  @Test func trueSmallLesionsAreKept() {
    let reference = mask([(0, 0, 2), (5, 0, 2), (10, 0, 2), (0, 4, 20)])
    #expect(LesionSizeFilter.chosen(for: [(reference, reference)])?.largestRemovedMM3 == 0)
  }
}
