import Segmenter
import Testing
import VolumeModel

@Suite struct ScanLikenessTests {
  private static func doubts(
    trained: [Double], scan: SIMD3<Double>, brain: [String] = []
  ) -> [String] {
    let grid = VoxelGrid(shape: SIMD3(8, 8, 8), affine: Affine(spacingMM: scan))
    return ScanLikeness(metadata: ModelMetadata(spacingMM: trained), grid: grid, brainDoubts: brain).doubts
  }

  @Test(arguments: [
    ([1.0, 1, 1], SIMD3<Double>(1, 1, 1), 0), ([1.0, 1, 1], SIMD3<Double>(0.9, 0.9, 1.2), 0),
    ([1.0, 1, 1], SIMD3<Double>(0.9, 0.9, 6.4), 1), ([0.9, 0.9, 8], SIMD3<Double>(1, 1, 1), 1),
    ([1.0, 1, 1], SIMD3<Double>(0.5, 0.5, 5), 2), ([], SIMD3<Double>(0.5, 0.5, 5), 0),
  ])
  func anotherSpacingIsSaid(trained: [Double], scan: SIMD3<Double>, count: Int) {
    #expect(Self.doubts(trained: trained, scan: scan).count == count)
  }

  /// Weights of thin and of thick slices know both.
  @Test(arguments: [(1.0, 0), (7.2, 0), (6.4, 0), (3.0, 1)])
  func anyOfTheTrainingScansMayBeLikeIt(sliceMM: Double, count: Int) {
    var metadata = ModelMetadata()
    metadata.allSpacingsMM = [[1, 1, 1], [0.9, 0.9, 7.2]]
    let grid = VoxelGrid(shape: SIMD3(8, 8, 8), affine: Affine(spacingMM: SIMD3(0.9, 0.9, sliceMM)))
    #expect(ScanLikeness(metadata: metadata, grid: grid, brainDoubts: []).doubts.count == count)
  }

  @Test func aDoubtfulBrainIsSaid() {
    let doubts = Self.doubts(trained: [1, 1, 1], scan: SIMD3(1, 1, 1), brain: ["it is cut off at the front"])
    #expect(doubts.count == 1 && doubts[0].contains("cut off at the front"))
  }
}
