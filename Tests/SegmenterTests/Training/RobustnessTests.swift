import Foundation
import Segmenter
import Testing
import VolumeModel

@Suite struct RobustnessTests {
  private func train(_ plan: TrainingPlan, _ cases: [TrainingCase]) throws -> (model: TrainedModel, log: EventLog) {
    let log = EventLog()
    return (try TrainingRun.start(plan, cases: cases) { log.add($0) }.wait(), log)
  }

  @Test("a loss that is no longer finite ends the run with the best weights before it")
  func poisonedLearningRate() throws {
    let cases = [SyntheticCase.make()]
    let scratch = try TemporaryFolder()
    var plan = SyntheticCase.plan(epochs: 2)
    let folder = try RunFolder(path: scratch.file("run"))
    let healthy = try TrainingRun.start(plan, cases: cases, folder: folder) { _ in }.wait()

    // Goes on from good weights with a rate that ruins them at once: nothing of it may be kept.
    plan.optimizer = OptimizerSettings(.sgd, learningRate: 1e38)
    plan.gradientNormLimit = nil
    let log = EventLog()
    let run = TrainingRun.start(plan, cases: cases, initialWeights: healthy.weights) { log.add($0) }
    #expect { try run.wait() } throws: { error in
      guard case TrainingError.notFinite = error else { return false }
      return "\(error)".contains("lower the learning rate")
    }
    #expect(log.summary == nil)

    // The same in the middle of a run: a poisoned optimiser ruins the weights of the next step.
    var (tensors, numbers) = try Safetensors.read(folder.checkpointPath)
    tensors["optimizer.first.head.bias"]?.scalars = [.nan]
    try Safetensors.write(tensors.values.sorted { $0.name < $1.name }, metadata: numbers, to: folder.checkpointPath)
    let resumed = try RunFolder(path: folder.path, resuming: true)
    let later = EventLog()
    let model = try TrainingRun.start(SyntheticCase.plan(epochs: 4), cases: cases, folder: resumed) { later.add($0) }
      .wait()
    #expect(later.summary?.endedBy == .notFinite)
    #expect(later.notes.contains { $0.contains("not finite") && $0.contains("lower the learning rate") })
    #expect(model.weights == healthy.weights)
    #expect(try TrainedModel.read(from: folder.weightsPath).weights == healthy.weights)
  }

  @Test("memory is known before the start, with the batch that fits")
  func memory() throws {
    var plan = SyntheticCase.plan(batch: 16)
    plan.architecture = UNetArchitecture(inputChannels: 1, base: 16, levels: 4)
    func forecast(_ plan: TrainingPlan) -> MemoryForecast {
      MemoryForecast(plan, sliceWidth: 192, sliceHeight: 224, sliceBytes: 20_000_000, scanVoxels: 7_000_000)
    }
    let whole = forecast(plan)
    let sizes = (1...16).map { whole.bytes(batchSize: $0) }
    #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 < $1 })
    for batch in [1, 4, 7, 16] {
      #expect(whole.largestBatch(within: sizes[batch - 1]) == batch)
      #expect(whole.largestBatch(within: sizes[batch - 1] - 1) == (batch > 1 ? batch - 1 : nil))
    }
    #expect(throws: Never.self) { try whole.check(availableBytes: sizes[15]) }
    #expect(throws: Never.self) { try whole.check(availableBytes: nil) }
    #expect {
      try whole.check(availableBytes: sizes[3])
    } throws: { error in
      "\(error)".hasSuffix("GB are free: lower --batch to 4") && "\(error)".hasPrefix("training needs ")
    }
    #expect { try whole.check(availableBytes: 1_000_000) } throws: { "\($0)".contains("not even one slice") }
    var crops = plan
    crops.cropSize = 96
    #expect(forecast(crops).bytes(batchSize: 16) < sizes[15])
  }

  struct Scan: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let shapes: [SIMD3<Int>]
    var levels = 2
    var isConstant = false
  }

  @Test(
    "small, odd and constant scans are trained on like others",
    arguments: [
      Scan(testDescription: "scans of one slice", shapes: [SIMD3(24, 20, 1), SIMD3(24, 20, 1), SIMD3(22, 26, 1)]),
      Scan(testDescription: "sides that no number of poolings divides", shapes: [SIMD3(37, 29, 7)], levels: 4),
      Scan(testDescription: "scans of different sizes", shapes: [SIMD3(13, 31, 5), SIMD3(31, 13, 6)], levels: 3),
      Scan(testDescription: "a constant image", shapes: [SIMD3(32, 32, 8)], isConstant: true),
    ])
  func unusualScans(scan: Scan) throws {
    let cases = scan.shapes.enumerated().map { number, shape in
      var one = SyntheticCase.make(name: "scan \(number)", shape: shape, seed: UInt64(number))
      if shape.z == 1 {
        // A lesion in the only slice.
        var expert = Mask(grid: one.brain.grid)
        for x in 10..<14 { for y in 8..<12 { expert[SIMD3(x, y, 0)] = true } }
        one.target = SoftMask(expert: expert)
      }
      if scan.isConstant { one.channels = [Volume<Float>(grid: one.brain.grid, filledWith: 7)] }
      return one
    }
    let (model, log) = try train(SyntheticCase.plan(levels: scan.levels), cases)
    #expect(model.weights.isFinite)
    #expect(log.summary?.endedBy == .epochsDone)
    #expect(log.epochs.count == 2 && log.epochs.allSatisfy { $0.loss.isFinite && $0.validationLoss.isFinite })
    let probability = try Predictor(model: model, threads: 2)
      .probability(channels: cases[0].channels, brain: cases[0].brain)
    #expect(probability.scalars.allSatisfy { (0...1).contains($0) })
  }

  @Test("what cannot be trained on is refused in a sentence")
  func refusals() throws {
    var single = SyntheticCase.make(shape: SIMD3(24, 20, 1))
    var expert = Mask(grid: single.brain.grid)
    expert[SIMD3(12, 10, 0)] = true
    single.target = SoftMask(expert: expert)
    #expect {
      try train(SyntheticCase.plan(), [single])
    } throws: { "\($0)" == "fewer than two axial slices of synthetic hold a lesion; training needs at least two" }
    var foreign = SyntheticCase.make()
    let other = Mask(grid: SyntheticCase.make(shape: SIMD3(8, 8, 8)).brain.grid)
    foreign.raters = [RaterMask(name: "r", mask: other, isSimulated: false, path: "", notes: [])]
    #expect { try train(SyntheticCase.plan(), [foreign]) } throws: { "\($0)".contains("different shapes") }
  }
}

extension TrainingPlan {
  func ending(afterEpochs epochs: Int) -> TrainingPlan {
    var plan = self
    plan.epochs = epochs
    return plan
  }
}
