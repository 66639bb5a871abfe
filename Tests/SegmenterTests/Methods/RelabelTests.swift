import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct RelabelTests {
  struct Sequence: Sendable, CustomTestStringConvertible {
    let sums: [Double]
    let start: Int?
    var testDescription: String { "\(sums)" }
  }

  @Test(
    "the start is the first epoch whose relative change is no more than the next one's",
    arguments: [
      // Changes .5 .1 .3: epoch 2.
      Sequence(sums: [100, 50, 45, 31.5], start: 2),
      // Open while changes fall.
      Sequence(sums: [100, 50, 40, 36], start: nil),
      // Equal changes count.
      Sequence(sums: [100, 50, 25], start: 1),
      // Falling for good: the last epoch that is allowed.
      Sequence(sums: [100, 50, 30, 21, 17, 15], start: 5),
      Sequence(sums: [100], start: nil),
    ])
  func start(_ sequence: Sequence) {
    #expect(RelabelStart.epoch(sums: sequence.sums) == sequence.start)
  }

  private struct Scan {
    let original: Mask
    let prediction: VolumeUncertainty
    let brain: Mask
  }

  /// Labels and predictions at random; the uncertainty is that of one sample.
  private func scan(seed: UInt64) -> Scan {
    let grid = SyntheticCase.make().brain.grid
    var random = RandomStream(seed: seed, name: "relabel-test")
    let mean = Volume(grid: grid, scalars: (0..<grid.voxelCount).map { _ in Float(random.uniform()) })
    let uncertainty = Volume(grid: grid, scalars: mean.scalars.map { $0 * (1 - $0) })
    let draw = Volume(grid: grid, scalars: (0..<grid.voxelCount).map { _ in Float(random.uniform()) })
    return Scan(
      original: Mask(draw) { $0 < 0.2 },
      prediction: VolumeUncertainty(mean: mean, aleatoric: uncertainty, epistemic: uncertainty),
      brain: Mask(draw) { $0 < 0.9 })
  }

  @Test("guarded relabelling never touches what the model supports, and nothing outside the brain", arguments: 1...4)
  func guarded(seed: Int) {
    let scan = scan(seed: UInt64(seed))
    let rule = RelabelRule(.guarded, delta: 0.15, largestFraction: 100)
    let proposal = rule.proposal(original: scan.original, prediction: scan.prediction, brain: scan.brain)
    #expect(!proposal.flips.isEmpty && !proposal.isDeltaRaised)
    #expect(proposal.flips.subtracting(scan.brain).isEmpty)
    proposal.flips.forEachLinearIndex { index in
      let voxel = scan.original.grid.voxel(atLinearIndex: index)
      #expect(scan.original[voxel] != (scan.prediction.mean.scalars[index] >= 0.5))
      #expect(scan.prediction.aleatoric.scalars[index] > 0.15)
    }
    // What was proposed agrees with the model; proposing again from the same original gives the same.
    let again = rule.proposal(original: scan.original, prediction: scan.prediction, brain: scan.brain)
    #expect(again.proposed == proposal.proposed)
  }

  @Test("literal relabelling turns every uncertain voxel round")
  func literal() {
    let scan = scan(seed: 9)
    let rule = RelabelRule(.literal, delta: 0.2, largestFraction: 100)
    let proposal = rule.proposal(original: scan.original, prediction: scan.prediction, brain: scan.brain)
    let uncertain = Mask(scan.prediction.aleatoric) { $0 > 0.2 }.intersection(scan.brain)
    #expect(proposal.flips == uncertain)
  }

  @Test("no more than the largest share of the lesion voxels changes", arguments: [0.5, 0.1])
  func cap(share: Double) {
    let scan = scan(seed: 3)
    let rule = RelabelRule(.literal, delta: 0.05, largestFraction: share)
    let proposal = rule.proposal(original: scan.original, prediction: scan.prediction, brain: scan.brain)
    let limit = Int(share * Double(scan.original.count))
    #expect(proposal.isDeltaRaised && proposal.delta > 0.05)
    #expect(proposal.flips.count <= limit)
    // As high as needed and no higher: one voxel less uncertain would be too many, ties apart.
    #expect(proposal.flips.count >= limit - 5)
  }

  private func plan(epochs: Int) -> TrainingPlan {
    var plan = SyntheticCase.plan(epochs: epochs)
    plan.architecture.dropout = UncertaintySampler.dropout
    plan.method = MethodSettings(
      .relabelling,
      relabelling: RelabelSettings(sampler: UncertaintySampler(.dropout, count: 3), rule: RelabelRule(delta: 0.05)))
    return plan
  }

  @Test("a run relabels from an early epoch on, the same with any number of threads")
  func relabelsInTraining() throws {
    var plan = plan(epochs: 8)
    let cases = [SyntheticCase.make()]
    let log = EventLog()
    let two = try TrainingRun.start(plan, cases: cases) { log.add($0) }.wait()
    #expect(log.notes.filter { $0.contains("relabelling starts from the weights of epoch") }.count == 1)
    #expect(log.notes.contains { $0.contains("pixels relabelled") })
    plan.threads = 1
    #expect(try TrainingRun.start(plan, cases: cases) { _ in }.wait().weights == two.weights)
    plan.architecture.dropout = nil
    #expect { try TrainingRun.start(plan, cases: cases) { _ in }.wait() } throws: { "\($0)".contains("--dropout") }
  }

  @Test("a relabelling run that was stopped goes on to the same bits", arguments: [4, 14])
  func resumes(stopAfter: Int) throws {
    try expectSameBitsAfterResume(plan(epochs: 8), stopAfter: stopAfter)
  }
}
