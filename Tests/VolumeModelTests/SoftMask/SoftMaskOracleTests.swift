import Testing
import VolumeModel

/// The grown voxels of a block of a real case against SciPy's distance transform and NumPy's lexsort: the same voxels,
/// not only the same number.
@Suite struct SoftMaskOracleTests {
  struct Block: Decodable {
    let shape: [Int]
    let flair: [Float]
    let expert: [Int]
    let outside_brain: [Int]
    let runs: [Run]
  }

  struct Run: Decodable {
    let spacing_mm: [Double]
    let scope: GrowthScope
    let size: Double
    let given_threshold: Double?
    let threshold: Double
    let candidates: Int
    let grown: [Int]
  }

  @Test func grownVoxelsAreThoseOfSciPy() throws {
    let block = try Fixture.load("soft_mask.json", as: Block.self)
    #expect(block.runs.count == 18)
    for run in block.runs {
      let grid = VoxelGrid(shape: block.shape, spacingMM: run.spacing_mm)
      let outside = Mask(grid: grid, linearIndices: block.outside_brain)
      let growth = SoftMaskGrowth(
        expert: Mask(grid: grid, linearIndices: block.expert), flair: Volume(grid: grid, scalars: block.flair),
        brain: Mask(grid: grid, linearIndices: Array(0..<grid.voxelCount)).subtracting(outside))
      let soft = growth.softMask(
        SoftMaskParameters(
          size: run.size, threshold: run.given_threshold.map { .value($0) } ?? .automatic, scope: run.scope))
      #expect(abs(soft.report.threshold - run.threshold) < 1e-10)
      #expect(soft.report.candidateVoxels == run.candidates)
      #expect(soft.grown.linearIndices == run.grown, "\(run.scope), \(run.size), \(run.spacing_mm)")
    }
  }

  @Test func histogramCountsEveryBrainVoxelOnce() throws {
    let block = try Fixture.load("soft_mask.json", as: Block.self)
    let grid = VoxelGrid(shape: block.shape, spacingMM: [1, 1, 1])
    let expert = Mask(grid: grid, linearIndices: block.expert)
    let brain = Mask(grid: grid, linearIndices: Array(0..<grid.voxelCount))
    let growth = SoftMaskGrowth(expert: expert, flair: Volume(grid: grid, scalars: block.flair), brain: brain)
    let soft = growth.softMask(SoftMaskParameters(size: 1.4))
    let histogram = growth.histogram(of: soft)
    #expect(histogram.inside.reduce(0, +) == expert.count)
    #expect(histogram.rim.reduce(0, +) == soft.grown.count)
    #expect(histogram.outside.reduce(0, +) == grid.voxelCount - expert.count - soft.grown.count)
    #expect(histogram.rim[..<histogram.bin(of: soft.report.threshold)].allSatisfy { $0 == 0 })
  }
}
