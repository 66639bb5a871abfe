import Testing
import VolumeModel

/// Properties that hold for every soft mask.
@Suite struct SoftMaskGrowthTests {
  /// A few blobs with FLAIR that is bright near them, noisy, and quantised so that ties occur.
  static func example(
    _ x: Int = 40, _ y: Int = 30, _ z: Int = 12, spacingMM: SIMD3<Double> = SIMD3(1, 1, 1), seed: UInt64 = 5
  ) -> (expert: Mask, flair: Volume<Float>, brain: Mask) {
    let grid = VoxelGrid.test(x, y, z, spacingMM: spacingMM)
    let expert = Mask.random(on: grid, density: 0.004, seed: seed).dilated(.edges)
    var generator = SeededGenerator(seed: seed + 100)
    var flair = Volume<Float>(grid: grid, filledWith: 0)
    let near = expert.dilated(.corners, times: 2)
    for index in 0..<grid.voxelCount {
      let voxel = grid.voxel(atLinearIndex: index)
      flair[voxel] = Float((generator.uniform() * 40).rounded()) + (near[voxel] ? 60 : 40)
    }
    return (expert, flair, Mask.boxes(on: grid, (0...x - 1, 0...y - 2, 0...z - 1)))
  }

  @Test(arguments: GrowthScope.allCases)
  func grownRegionIsDisjointInTheBrainAndBright(scope: GrowthScope) {
    let (expert, flair, brain) = Self.example(spacingMM: SIMD3(0.8, 0.8, 1.5))
    let growth = SoftMaskGrowth(expert: expert, flair: flair, brain: brain)
    let soft = growth.softMask(SoftMaskParameters(size: 1.5, threshold: .value(70), scope: scope))
    #expect(soft.grown.count > 0)
    #expect(soft.grown.intersectionCount(expert) == 0)
    #expect(soft.grown.subtracting(brain).isEmpty)
    #expect(soft.grown.voxels.allSatisfy { flair[$0] >= 70 })
    #expect(soft.grown.count == soft.report.grownVoxels)
  }

  @Test func sizeIsReachedAndGrowthIsNested() {
    let (expert, flair, brain) = Self.example()
    let growth = SoftMaskGrowth(expert: expert, flair: flair, brain: brain)
    for scope in GrowthScope.allCases {
      var before = Mask(grid: expert.grid)
      for size in stride(from: 1.0, through: 1.6, by: 0.05) {
        let soft = growth.softMask(SoftMaskParameters(size: size, threshold: .value(50), scope: scope))
        if scope == .scan {
          #expect(soft.report.targetVoxels == Int(((size - 1) * Double(expert.count) + 0.5).rounded(.down)))
        }
        #expect(soft.report.grownVoxels == soft.report.targetVoxels)
        #expect(before.subtracting(soft.grown).isEmpty)
        before = soft.grown
      }
    }
  }

  @Test func aHigherThresholdOnlyTakesCandidatesAway() {
    let (expert, flair, brain) = Self.example()
    let growth = SoftMaskGrowth(expert: expert, flair: flair, brain: brain)
    var candidates = Int.max
    for threshold in stride(from: 40.0, through: 110, by: 7) {
      let report = growth.softMask(SoftMaskParameters(size: 2, threshold: .value(threshold))).report
      #expect(report.candidateVoxels <= candidates)
      #expect(report.candidateVoxels <= report.candidateVoxelsBeforeThreshold)
      candidates = report.candidateVoxels
    }
    #expect(candidates == 0)
  }

  @Test func valuesThatAreNotFiniteNeverGrow() {
    var (expert, flair, brain) = Self.example()
    for (number, voxel) in expert.dilated(.faces).subtracting(expert).voxels.enumerated() {
      flair[voxel] = [Float.nan, .infinity, -.infinity][number % 3]
    }
    let soft = SoftMaskGrowth(expert: expert, flair: flair, brain: brain)
      .softMask(SoftMaskParameters(size: 3, threshold: .value(-1e9)))
    #expect(soft.grown.count > 0)
    #expect(soft.grown.voxels.allSatisfy { flair[$0].isFinite })
    #expect(soft.grown.intersectionCount(expert.dilated(.faces)) == 0)
  }

  @Test func emptyMasksAndOddThresholdsAreWellDefined() {
    let (expert, flair, brain) = Self.example()
    let empty = Mask(grid: expert.grid)
    let noExpert = SoftMaskGrowth(expert: empty, flair: flair, brain: brain).softMask(SoftMaskParameters())
    #expect(noExpert.grown.isEmpty && noExpert.report.reachedSize == nil && noExpert.report.warnings.count == 1)
    let noBrain = SoftMaskGrowth(expert: expert, flair: flair, brain: empty)
    for scope in GrowthScope.allCases {
      let soft = noBrain.softMask(SoftMaskParameters(scope: scope))
      #expect(soft.grown.isEmpty && soft.report.reachedSize == 1 && soft.report.warnings.count == 1)
    }
    let growth = SoftMaskGrowth(expert: expert, flair: flair, brain: brain)
    for threshold in [Double.nan, .infinity] {
      let soft = growth.softMask(SoftMaskParameters(threshold: .value(threshold)))
      #expect(soft.grown.isEmpty && soft.report.warnings.count == 1)
    }
    for size in [Double.nan, -.infinity, 0.5] {
      #expect(growth.softMask(SoftMaskParameters(size: size, threshold: .value(0))).grown.isEmpty)
    }
    #expect(growth.softMask(SoftMaskParameters(size: .infinity, threshold: .value(0))).grown.count > 0)
  }

  @Test func oneSliceAndMasksAtTheBorder() {
    let grid = VoxelGrid.test(9, 7, 1)
    let expert = Mask.boxes(on: grid, (0...1, 0...1, 0...0))
    let flair = Volume<Float>(grid: grid, filledWith: 3)
    let whole = Mask.boxes(on: grid, (0...8, 0...6, 0...0))
    let soft = SoftMaskGrowth(expert: expert, flair: flair, brain: whole).softMask(SoftMaskParameters(size: 2))
    // A constant image is as bright as its own threshold; ties go to the smaller index.
    #expect(soft.report.threshold == 3)
    #expect(soft.grown == .boxes(on: grid, (2...2, 0...1, 0...0), (0...1, 2...2, 0...0)))
    #expect(soft.volume().scalars.reduce(0) { $0 + Double($1) } == 4 + 4 * Double(Float(0.3)))
  }

  @Test func eachLesionGrowsByItselfInLesionScope() {
    let grid = VoxelGrid.test(30, 10, 10)
    // Ten voxels that are dark around, ten that are bright around.
    let expert = Mask.boxes(on: grid, (3...7, 4...5, 4...4), (20...24, 4...5, 4...4))
    let whole = Mask.boxes(on: grid, (0...29, 0...9, 0...9))
    var flair = Volume<Float>(grid: grid, filledWith: 10)
    for voxel in whole.voxels where voxel.x > 14 { flair[voxel] = 20 }
    let growth = SoftMaskGrowth(expert: expert, flair: flair, brain: whole)
    let left = Mask.boxes(on: grid, (0...14, 0...9, 0...9))
    let scan = growth.softMask(SoftMaskParameters(size: 1.2, threshold: .value(0), scope: .scan))
    #expect(scan.grown.count == 4 && scan.grown.intersectionCount(left) == 0)
    let lesion = growth.softMask(SoftMaskParameters(size: 1.2, threshold: .value(0), scope: .lesion))
    #expect(lesion.grown.count == 4 && lesion.grown.intersectionCount(left) == 2)
  }
}
