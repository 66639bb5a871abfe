import Testing
import VolumeModel

@Suite struct PredictionTests {
  @Test func levelsGiveTheVoxelsAtOrAboveTheThreshold() {
    let grid = VoxelGrid.test(70, 6, 5)
    var generator = SeededGenerator(seed: 9)
    var scalars = (0..<grid.voxelCount).map { _ in Float((generator.uniform() * 50).rounded() / 50) }
    scalars[17] = .nan
    let probability = Volume(grid: grid, scalars: scalars)
    let levels = ProbabilityLevels(probability)
    for threshold in [0.0, 0.01, 0.02, 0.3, 0.5, 0.7, 0.98, 1, 1.5] {
      let expected = Mask(probability) { $0 >= Float(threshold) }
      #expect(levels.prediction(threshold: threshold, filter: nil) == expected)
      let filtered = Lesions(of: expected, connectivity: .edges).removing(voxelCountAtMost: 3)
      #expect(levels.prediction(threshold: threshold) == filtered)
    }
  }

  @Test func theFilterIsAVolume() {
    let filter = LesionSizeFilter()
    #expect(filter.largestRemovedCount(on: .test(9, 9, 9)) == 3)
    #expect(filter.largestRemovedCount(on: .test(9, 9, 9, spacingMM: SIMD3(0.9999999, 1, 1.0000001))) == 3)
    #expect(filter.largestRemovedCount(on: .test(9, 9, 9, spacingMM: SIMD3(0.5, 0.5, 1))) == 12)
    #expect(filter.largestRemovedCount(on: .test(9, 9, 9, spacingMM: SIMD3(1, 1, 4))) == 0)
    #expect(LesionSizeFilter(largestRemovedMM3: 0).largestRemovedCount(on: .test(9, 9, 9)) == 0)
  }

  @Test func theBestThresholdIsTheNearestToTheMiddleAmongEquals() throws {
    let grid = VoxelGrid.test(10, 1, 1)
    let reference = Mask.boxes(on: grid, (0...4, 0...0, 0...0))
    func levels(inside: Float, outside: Float) -> ProbabilityLevels {
      ProbabilityLevels(Volume(grid: grid, scalars: (0..<10).map { $0 < 5 ? inside : outside }))
    }
    func best(inside: Float, outside: Float) -> ThresholdSweep.Row {
      ThresholdSweep(of: levels(inside: inside, outside: outside), against: reference).best
    }
    // Every threshold in (outside, inside] is perfect.
    #expect(best(inside: 0.93, outside: 0.1).threshold == 0.5 && best(inside: 0.93, outside: 0.1).counts.dice == 1)
    #expect(best(inside: 0.33, outside: 0.12).threshold == 0.3)
    #expect(best(inside: 0.9, outside: 0.62).threshold == 0.65)
  }

  @Test func thresholdOfTheBestMeanDiceOverScans() {
    let grid = VoxelGrid(shape: SIMD3(10, 1, 1), affine: Affine(spacingMM: SIMD3(2, 2, 2)))
    func sweep(_ scalars: [Float], within domain: Range<Int> = 0..<10) -> ThresholdSweep {
      let reference = Mask(Volume(grid: grid, scalars: (0..<10).map { $0 < 5 ? 1 : 0 }), atLeast: 1)
      let region = Mask(Volume(grid: grid, scalars: (0..<10).map { domain.contains($0) ? 1 : 0 }), atLeast: 1)
      let levels = ProbabilityLevels(Volume(grid: grid, scalars: scalars))
      return ThresholdSweep(
        predictions: ThresholdSweep.grid.map { levels.prediction(threshold: $0) }, against: reference, within: region)
    }
    // One scan is perfect from 0.15 to 0.35, the other from 0.25 to 0.75; in common 0.25, 0.3 and 0.35.
    let low = sweep([Float](repeating: 0.36, count: 5) + [Float](repeating: 0.12, count: 5))
    let high = sweep([Float](repeating: 0.76, count: 5) + [Float](repeating: 0.22, count: 5))
    #expect(low.best.threshold == 0.35 && high.best.threshold == 0.5)
    #expect(ThresholdSweep.bestThreshold(of: [low, high]) == 0.35)
    #expect(ThresholdSweep.bestThreshold(of: []) == 0.5)
    // What lies outside the domain does not count: false positives at 0.9 beyond voxel 4.
    let cut = sweep([Float](repeating: 0.6, count: 5) + [Float](repeating: 0.9, count: 5), within: 0..<5)
    #expect(cut.best.counts.dice == 1 && cut.best.counts.domainVoxels == 5)
  }
}
