import Foundation
import Segmenter
import Synchronization
import Testing
import VolumeModel

/// Events of a run as they came.
final class EventLog: Sendable {
  private let events = Mutex<[TrainingEvent]>([])
  var all: [TrainingEvent] { events.withLock { $0 } }
  var epochs: [EpochRecord] { all.compactMap { if case .epoch(let record) = $0 { record } else { nil } } }
  var steps: [StepRecord] { all.compactMap { if case .step(let record) = $0 { record } else { nil } } }
  var notes: [String] { all.compactMap { if case .note(let text) = $0 { text } else { nil } } }
  var summary: TrainingSummary? { all.compactMap { if case .finished(let record) = $0 { record } else { nil } }.last }
  func add(_ event: TrainingEvent) { events.withLock { $0.append(event) } }
}

@discardableResult
private func train(
  _ plan: TrainingPlan, _ cases: [TrainingCase], folder: RunFolder? = nil
) throws -> (model: TrainedModel, log: EventLog) {
  let log = EventLog()
  let run = TrainingRun.start(plan, cases: cases, folder: folder) { log.add($0) }
  return (try run.wait(), log)
}

@Suite struct TrainingTests {
  @Test func learnsItsOwnLesions() throws {
    let plan = SyntheticCase.plan(epochs: 30, base: 8)
    let (model, log) = try train(plan, [SyntheticCase.make()])
    let summary = try #require(log.summary)
    #expect(summary.bestDice > 0.8)
    #expect(model.metadata.validationDice == summary.bestDice)
    #expect(log.epochs.count == 30)
  }

  @Test func overfitsTwoSlices() throws {
    let case1 = SyntheticCase.make(grownLabel: 0)
    // Two slices of the middle, nothing varied: the loss must go to nearly nothing.
    var expert = Mask(grid: case1.brain.grid)
    case1.target.expert.forEachLinearIndex { index in
      let voxel = expert.grid.voxel(atLinearIndex: index)
      if voxel.z == 3 || voxel.z == 4 || voxel.z == 5 { expert[voxel] = true }
    }
    var plan = SyntheticCase.plan(epochs: 60, base: 8, batch: 2)
    plan.rotationDegrees = 0
    plan.variesIntensity = false
    plan.flipsLeftRight = false
    plan.validationFraction = 0.34
    var two = case1
    two.target = SoftMask(expert: expert)
    let (_, log) = try train(plan, [two])
    // Adam swings from step to step; the lowest of the last ten is where it has got to.
    let last = log.epochs.map(\.loss).suffix(10)
    #expect(try #require(last.min()) < 0.08, "\(last)")
  }

  @Test("the same seed gives the same bits, whatever the number of threads", arguments: [nil, 16], [false, true])
  func sameBits(crop: Int?, regularised: Bool) throws {
    func plan(seed: UInt64 = 5, threads: Int) -> TrainingPlan {
      var plan = SyntheticCase.plan(seed: seed, threads: threads, crop: crop)
      if regularised {
        plan.architecture.normalisation = .group(groups: 2)
        plan.architecture.dropout = Dropout(rate: 0.3)
      }
      return plan
    }
    let cases = [SyntheticCase.make(), SyntheticCase.make(name: "second", seed: 2)]
    let one = try train(plan(threads: 1), cases).model
    let two = try train(plan(threads: 2), cases).model
    let again = try train(plan(threads: 2), cases).model
    let other = try train(plan(seed: 6, threads: 2), cases).model
    #expect(one.weights == two.weights)
    #expect(two.weights == again.weights)
    #expect(two.weights != other.weights)
  }

  /// Before its first step it has no weights; nothing is wrong with its loss.
  @Test func stoppedBeforeTheFirstStepItSaysSo() throws {
    var plan = SyntheticCase.plan(epochs: nil)
    plan.budgetSeconds = 600
    let holder = Mutex<TrainingRun?>(nil)
    let run = TrainingRun.start(plan, cases: [SyntheticCase.make()]) { _ in holder.withLock { $0?.stop() } }
    holder.withLock { $0 = run }
    run.stop()
    #expect(throws: TrainingError.cancelledBeforeFirstEpoch) { try run.wait() }
  }

  @Test func stopsWithinAStepAndKeepsWeights() throws {
    let log = EventLog()
    let holder = Mutex<TrainingRun?>(nil)
    var plan = SyntheticCase.plan(epochs: nil)
    plan.budgetSeconds = 600
    let run = TrainingRun.start(plan, cases: [SyntheticCase.make()]) { event in
      log.add(event)
      if case .step(let record) = event, record.step == 5 { holder.withLock { $0?.stop() } }
    }
    holder.withLock { $0 = run }
    // The fifth step may be over before the holder is filled; then this is the request.
    if log.steps.count >= 5 { run.stop() }
    let model = try run.wait()
    #expect(model.weights.isFinite)
    #expect(log.summary?.endedBy == .stopped)
    #expect(run.isFinished)
  }

  @Test(
    "a run that was stopped and resumed has the bits of one that was not", arguments: [3, 4],
    [
      OptimizerSettings(), OptimizerSettings(.sgd, usesNesterov: true, weightDecay: 1e-3),
    ])
  func resumes(stopAfter: Int, optimizer: OptimizerSettings) throws {
    var plan = SyntheticCase.plan(epochs: 4)
    plan.optimizer = optimizer
    // Masks of dropout follow from the samples' numbers, so they too go on where they were.
    plan.architecture.dropout = Dropout(rate: 0.2)
    plan.schedule = LearningRateSchedule(.cosine, risingSteps: 3, epochs: 4)
    try expectSameBitsAfterResume(plan, stopAfter: stopAfter)
  }

  @Test("what is validated and kept is the moving average of the weights")
  func weightsAreAveraged() throws {
    let scratch = try TemporaryFolder()
    // One step an epoch, so that a run of n epochs ends with the weights of step n.
    func checkpoint(epochs: Int) throws -> [String: [Float]] {
      var plan = SyntheticCase.plan(epochs: epochs, batch: 64)
      plan.patience = nil
      let folder = try RunFolder(path: scratch.file("run\(epochs)"))
      try train(plan, [SyntheticCase.make()], folder: folder)
      return try Safetensors.read(folder.checkpointPath).tensors.mapValues(\.scalars)
    }
    let first = try checkpoint(epochs: 1)
    let second = try checkpoint(epochs: 2)
    let name = "encoder.0.conv2.weight"
    let one = try #require(first["weights." + name])
    let two = try #require(second["weights." + name])
    let average = try #require(second["average." + name])
    #expect(one != two)
    for ((a, b), mean) in zip(zip(one, two), average) { #expect(abs((2 * a + 9 * b) / 11 - mean) < 1e-6) }
  }

  @Test func runFolderTellsEverything() throws {
    let scratch = try TemporaryFolder()
    let plan = SyntheticCase.plan(epochs: 2)
    let folder = try RunFolder(path: scratch.file("run"))
    let model = try train(plan, [SyntheticCase.make()], folder: folder).model
    #expect(try folder.storedPlan() == plan)
    let metrics = try String(contentsOfFile: scratch.file("run/metrics.csv"), encoding: .utf8)
    #expect(metrics.split(separator: "\n").count == 3)
    let events = try String(contentsOfFile: scratch.file("run/events.jsonl"), encoding: .utf8).split(separator: "\n")
    #expect(events.allSatisfy { (try? JSONSerialization.jsonObject(with: Data($0.utf8))) != nil })
    #expect(events.last?.contains("\"event\":\"finished\"") == true)
    #expect(try TrainedModel.read(from: folder.weightsPath) == model)
    #expect(throws: FileError.self) { try RunFolder(path: folder.path) }
    #expect(throws: FileError.self) { try RunFolder(path: scratch.file("none"), resuming: true) }
  }

  @Test func aRunWithOtherSettingsIsNotResumed() throws {
    let scratch = try TemporaryFolder()
    let folder = try RunFolder(path: scratch.file("run"))
    try train(SyntheticCase.plan(epochs: 1), [SyntheticCase.make()], folder: folder)
    let resumed = try RunFolder(path: folder.path, resuming: true)
    #expect(throws: TrainingError.self) {
      try train(SyntheticCase.plan(epochs: 2, seed: 77), [SyntheticCase.make()], folder: resumed)
    }
  }

  @Test func saysWhatCannotBeTrainedOn() throws {
    let good = SyntheticCase.make()
    var empty = good
    empty.target = SoftMask(expert: Mask(grid: good.brain.grid))
    #expect(throws: TrainingError.noCases) { try train(SyntheticCase.plan(), []) }
    #expect(throws: TrainingError.noLesionSlices(cases: ["synthetic"])) { try train(SyntheticCase.plan(), [empty]) }
    var blocks = SyntheticCase.plan()
    blocks.architecture = UNetArchitecture(
      kind: .vnet, inputChannels: 1, base: 4, levels: 1, normalisation: .group(groups: 2), blockSlices: 4)
    #expect(throws: TrainingError.noLesionSlices(cases: ["synthetic"], blockSlices: 4)) { try train(blocks, [empty]) }
    var two = SyntheticCase.plan()
    two.architecture.inputChannels = 2
    two.imageRoles = ["FLAIR", "T1"]
    #expect(throws: TrainingError.channels(caseName: "synthetic", found: 1, expected: 2)) { try train(two, [good]) }
  }
}
