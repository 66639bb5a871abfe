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

  /// A brain of normal tissue with a layer of other intensities.
  private static func contrastDoubts(offset: Double, layers: Int, roles: [String] = ["FLAIR"]) -> [String] {
    let grid = VoxelGrid(shape: SIMD3(12, 12, 80), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    var random = RandomStream(seed: 1, name: "contrast")
    var flair = Volume<Float>(grid: grid, filledWith: 0)
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      flair[voxel] = Float(1000 + 30 * random.normal() + (voxel.z < layers ? offset : 0))
    }
    return ScanLikeness(
      metadata: ModelMetadata(imageRoles: roles), grid: grid, brainDoubts: [],
      flair: (flair, Mask(brainOf: flair))
    ).doubts
  }

  @Test(
    arguments: [(400.0, 2, nil), (400, 12, "brighter"), (-400, 24, nil), (-400, 34, "darker")]
      as [(Double, Int, String?)])
  func anotherContrastIsSaid(offset: Double, layers: Int, side: String?) {
    let doubts = Self.contrastDoubts(offset: offset, layers: layers)
    #expect(doubts.count == (side == nil ? 0 : 1) && doubts.allSatisfy { $0.contains(side ?? "") })
  }

  @Test func weightsForAnotherFirstImageJudgeNoContrast() {
    #expect(Self.contrastDoubts(offset: 400, layers: 12, roles: ["T2"]).isEmpty)
  }
}
