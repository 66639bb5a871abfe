import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct WeightedTrainingTests {
  /// The case with its largest lesion alone, and no soft rim.
  private static func oneLesion() throws -> TrainingCase {
    var one = SyntheticCase.make()
    let lesions = Lesions(of: one.target.expert, connectivity: .corners).lesions
    let largest = try #require(lesions.max { $0.voxelCount < $1.voxelCount })
    var expert = Mask(grid: one.brain.grid)
    largest.forEachVoxel { expert[$0] = true }
    one.target = SoftMask(expert: expert)
    return one
  }

  /// A network that says p = 0.8 everywhere.
  private static func sure(_ architecture: UNetArchitecture) throws -> UNetWeights {
    let layout = ParameterLayout(architecture)
    var scalars = [Float](repeating: 0, count: architecture.parameterCount)
    let bias = try #require(layout.blocks.first { $0.name == "head.bias" })
    scalars[bias.offset] = Float(log(4.0))
    return try UNetWeights(architecture: architecture, scalars: scalars)
  }

  private static func firstLoss(_ weighting: InverseWeighting, crop: Int? = nil) throws -> Double {
    var plan = SyntheticCase.plan(epochs: 1, crop: crop)
    plan.loss = .meanAbsoluteError
    plan.weighting = weighting
    plan.rotationDegrees = 30
    let log = EventLog()
    let weights = try sure(plan.architecture)
    let run = TrainingRun.start(plan, cases: [try oneLesion()], initialWeights: weights) { log.add($0) }
    _ = try run.wait()
    return try #require(log.steps.first?.loss)
  }

  /// |p - t| is 0.2 in the lesion and 0.8 outside: half of each, whatever the sizes after rotating, when both count as
  /// much; and once the background's 0.8 and the lesion's share where it is lifted to 1.
  @Test func lesionAndBackgroundCountAlikeInEverySample() throws {
    let balanced = try Self.firstLoss(.balanced)
    #expect(abs(balanced - 0.5) < 1e-6)
    let plain = try Self.firstLoss(.none)
    #expect(plain > 0.7 && plain < 0.8)
    // plain = 0.8 - 0.6 f with f the lesion's mean share; released = 0.8 (1 - f) + 0.2 / 2.
    let share = (0.8 - plain) / 0.6
    #expect(abs(try Self.firstLoss(.released) - (0.8 * (1 - share) + 0.1)) < 1e-6)
  }

  @Test("every loss trains, weighted, to the same bits on one thread and two", arguments: LossName.allCases)
  func everyLoss(name: LossName) throws {
    func run(_ weighting: InverseWeighting, threads: Int) throws -> TrainedModel {
      var plan = SyntheticCase.plan(epochs: 1, threads: threads, crop: 16)
      plan.loss = name
      plan.weighting = weighting
      return try TrainingRun.start(plan, cases: [SyntheticCase.make()]) { _ in }.wait()
    }
    let weighted = try run(.released, threads: 1)
    #expect(weighted.weights.isFinite)
    #expect(try run(.released, threads: 2).weights == weighted.weights)
    #expect(try run(.none, threads: 2).weights != weighted.weights)
  }
}
