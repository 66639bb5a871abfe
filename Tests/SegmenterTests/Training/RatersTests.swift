import Segmenter
import Testing
import VolumeModel

/// Runs that learn from the masks of several raters.
@Suite struct RatersTests {
  private static func scan(_ readings: (SoftMask) -> [SoftMask] = { _ in [] }) -> TrainingCase {
    var scan = SyntheticCase.make(grownLabel: 0)
    scan.readings = readings(scan.target)
    return scan
  }

  /// A rater who outlines the same lesions one voxel further out.
  private static func wider(_ mask: SoftMask) -> SoftMask {
    SoftMask(expert: mask.expert.dilated(.faces))
  }

  private static func plan(_ use: RaterUse?, kind: NetworkKind = .unet) -> TrainingPlan {
    var plan = SyntheticCase.plan(epochs: 2)
    plan.architecture.kind = kind
    plan.raterUse = use
    if kind == .probabilistic { plan.loss = .crossEntropy }
    return plan
  }

  private static func weights(_ plan: TrainingPlan, _ scan: TrainingCase) throws -> [Float] {
    try TrainingRun.start(plan, cases: [scan]) { _ in }.wait().weights.scalars
  }

  @Test func ratersWhoAgreeAreOneRater() throws {
    let first = try Self.weights(Self.plan(nil), Self.scan())
    for use in [RaterUse.random, .mean] {
      #expect(try Self.weights(Self.plan(use), Self.scan { [$0, $0] }) == first, "\(use)")
      #expect(try Self.weights(Self.plan(use), Self.scan { [$0, Self.wider($0)] }) != first, "\(use)")
    }
  }

  @Test func aSliceThatOnlyTheSecondRaterMarkedIsTrainedOn() throws {
    var scan = Self.scan()
    var lone = scan.target.expert
    lone[SIMD3(16, 16, 0)] = true
    scan.readings = [scan.target, SoftMask(expert: lone)]
    func slices(_ scan: TrainingCase) throws -> Int {
      let log = EventLog()
      try TrainingRun.start(Self.plan(.random), cases: [scan]) { log.add($0) }.wait()
      let summary = try #require(log.summary)
      return summary.trainingSlices + summary.validationSlices
    }
    #expect(try slices(scan) == slices(Self.scan()) + 1)
  }

  @Test func whatLearnsFromOneAnnotationIsRefused() {
    var method = Self.plan(.mean)
    method.method = MethodSettings(.pickAndLearn)
    var weighted = Self.plan(.random)
    weighted.weighting = .balanced
    var probabilistic = Self.plan(.random, kind: .probabilistic)
    probabilistic.method = MethodSettings(.coTeaching)
    var dropping = Self.plan(.random, kind: .probabilistic)
    dropping.architecture.dropout = Dropout(rate: 0.2)
    for plan in [method, weighted, probabilistic, dropping] {
      #expect(throws: TrainingError.self) { try plan.check() }
    }
  }

  @Test func aRunThatDrawsSamplesContinuesToTheSameBits() throws {
    try expectSameBitsAfterResume(Self.plan(.random, kind: .probabilistic), stopAfter: 3)
  }

  @Test func samplesOfAScanComeBackFromTheFile() throws {
    let scan = Self.scan { [$0, Self.wider($0)] }
    let trained = try TrainingRun.start(Self.plan(.random, kind: .probabilistic), cases: [scan]) { _ in }.wait()
    let folder = try TemporaryFolder()
    try trained.write(to: folder.file("weights.safetensors"))
    let model = try TrainedModel.read(from: folder.file("weights.safetensors"))
    #expect(model == trained && model.architecture.kind == .probabilistic)
    func samples(_ count: Int, threads: Int = 1, seed: UInt64 = 3) throws -> SampledPrediction {
      try Predictor(model: model, threads: threads).samples(
        channels: scan.channels, brain: scan.brain, count: count, seed: seed, threshold: 0.01,
        filter: LesionSizeFilter(largestRemovedMM3: 0))
    }
    let four = try samples(4)
    #expect(try samples(4, threads: 3).mean == four.mean)
    #expect(try Array(samples(2).masks) == Array(four.masks.prefix(2)))
    #expect(try samples(4, seed: 4).mean != four.mean)
    four.variance.withScalars { variance in
      four.entropy.withScalars { entropy in
        #expect(variance.contains { $0 > 0 } && variance.allSatisfy { (0...0.25).contains($0) })
        #expect(entropy.contains { $0 > 0 } && entropy.allSatisfy { (0...0.6932).contains($0) })
      }
    }
    let one = try samples(1)
    #expect(one.diversity == nil && one.variance == Volume(grid: scan.brain.grid, filledWith: 0))
  }

  @Test func otherNetworksDrawNoSamples() throws {
    let scan = Self.scan()
    let model = try TrainingRun.start(Self.plan(nil), cases: [scan]) { _ in }.wait()
    #expect(throws: PredictionError.noSamples(architecture: "unet-2d")) {
      try Predictor(model: model, threads: 1).samples(
        channels: scan.channels, brain: scan.brain, count: 2, seed: 1, threshold: 0.5, filter: LesionSizeFilter())
    }
  }
}
