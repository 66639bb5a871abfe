import Segmenter
import Testing
import VolumeModel

@Suite struct BilevelTrainingTests {
  private static let names: [MethodName] = [
    .imageReweighting, .pixelReweighting, .metaWeightNet, .corruptedPixelMining,
  ]

  private func plan(_ method: MethodSettings, epochs: Int = 2) -> TrainingPlan {
    var plan = SyntheticCase.plan(epochs: epochs)
    // The synthetic cases are flat: they have no histogram of normal tissue.
    plan.normalisation = .medianDeviation
    plan.method = method
    plan.method.trustedFraction = 0.3
    plan.method.trustedBatchSize = 2
    plan.loss = method.name.details.usualLoss
    plan.optimizer = OptimizerSettings(
      method.name.details.usualOptimizer, learningRate: method.name.details.usualLearningRate)
    return plan
  }

  @Test("a run that was stopped goes on to the same bits, what the method has learnt included", arguments: names)
  func resumes(name: MethodName) throws {
    try expectSameBitsAfterResume(plan(MethodSettings(name)), stopAfter: 3)
  }

  @Test("with dropout and crops too")
  func resumesWithDropout() throws {
    var plan = plan(MethodSettings(.corruptedPixelMining))
    plan.architecture.dropout = Dropout()
    plan.cropSize = 24
    try expectSameBitsAfterResume(plan, stopAfter: 2)
  }

  @Test("the result does not depend on the number of threads", arguments: names)
  func threads(name: MethodName) throws {
    func weights(_ threads: Int) throws -> UNetWeights {
      var plan = plan(MethodSettings(name))
      plan.threads = threads
      return try TrainingRun.start(plan, cases: [SyntheticCase.make()]) { _ in }.wait().weights
    }
    #expect(try weights(1) == weights(3))
  }

  @Test("a loss that is no mean over pixels is said to be replaced")
  func replacedLoss() throws {
    var plan = plan(MethodSettings(.imageReweighting), epochs: 1)
    plan.loss = .softDice
    let log = EventLog()
    try TrainingRun.start(plan, cases: [SyntheticCase.make()]) { log.add($0) }.wait()
    #expect(log.notes.contains { $0.contains("soft-dice is no mean over pixels: training follows cross-entropy") })
  }

  @Test("the forecast of memory counts what a method adds", arguments: names)
  func memory(name: MethodName) {
    var plan = plan(MethodSettings(name))
    plan.architecture = UNetArchitecture(inputChannels: 1, base: 16, levels: 4)
    plan.batchSize = 8
    plan.method.trustedBatchSize = nil
    func bytes(_ plan: TrainingPlan) -> Int {
      MemoryForecast(plan, sliceWidth: 192, sliceHeight: 224, sliceBytes: 0, scanVoxels: 0).bytes(batchSize: 8)
    }
    var plain = plan
    plain.method = MethodSettings()
    let added = bytes(plan) - bytes(plain)
    // At least the network that looks ahead.
    #expect(
      added
        > UNet.memoryBytes(plan.architecture, width: 192, height: 224, capacity: 8, trains: true, workerCount: 2))
    #expect(bytes(plan) < 2_000_000_000)
  }

  @Test(
    "settings that a method cannot follow are refused",
    arguments: [
      (MethodSettings(.imageReweighting, bilevel: BilevelSettings(looksAhead: false)), "no look-ahead"),
      (MethodSettings(.metaWeightNet, bilevel: BilevelSettings(seesLabel: true)), "only mcpm"),
      (MethodSettings(.corruptedPixelMining, bilevel: BilevelSettings(item: .image)), "for mw-net, not for mcpm"),
      (MethodSettings(.imageReweighting, bilevel: BilevelSettings(weightLearningRate: 1)), "no network that weighs"),
      (MethodSettings(.metaWeightNet, bilevel: BilevelSettings(weightLearningRate: 0)), "a learning rate of 0"),
    ])
  func refusals(settings: MethodSettings, reason: String) throws {
    #expect { try plan(settings).check() } throws: { "\($0)".contains(reason) }
    var weighted = plan(MethodSettings(settings.name))
    weighted.weighting = .balanced
    #expect { try weighted.check() } throws: { "\($0)".contains("train without --weighting") }
  }

  @Test("the loss of slices that were left out falls", arguments: names)
  func learns(name: MethodName) throws {
    let log = EventLog()
    let plan = plan(MethodSettings(name), epochs: 8)
    try TrainingRun.start(plan, cases: [SyntheticCase.make(), SyntheticCase.make(name: "second", seed: 2)]) {
      log.add($0)
    }.wait()
    let losses = log.epochs.map(\.validationLoss)
    #expect(losses.count == 8)
    #expect((losses.last ?? 1) < 0.8 * (losses.first ?? 0), "\(losses)")
  }
}
