import Foundation
import Segmenter
import Testing
import VolumeModel

/// PNT, INT, PINT, UA-MT, co-teaching, tri-network and pick-and-learn as runs.
@Suite struct TeachingMethodTests {
  static let methods: [MethodName] = [
    .pixelDistillation, .imageDistillation, .distillation, .meanTeacher, .coTeaching, .triNetwork, .pickAndLearn,
    .sizeCurriculum, .qualityControl, .fewShotGAN,
  ]
  private let cases = [SyntheticCase.make(), SyntheticCase.make(name: "second", seed: 2)]

  private func plan(_ method: MethodName, epochs: Int = 3, threads: Int = 2, crop: Int? = nil) -> TrainingPlan {
    var plan = SyntheticCase.plan(epochs: epochs, threads: threads, crop: crop)
    plan.method = MethodSettings(method, trustedFraction: 0.3, rampEpochs: 1)
    plan.architecture.kind = method == .fewShotGAN ? .fewShot : .unet
    return plan
  }

  @discardableResult
  private func train(
    _ plan: TrainingPlan, initialWeights: UNetWeights? = nil, cases: [TrainingCase]? = nil
  ) throws -> (model: TrainedModel, log: EventLog) {
    let log = EventLog()
    let run = TrainingRun.start(plan, cases: cases ?? self.cases, initialWeights: initialWeights) { log.add($0) }
    return (try run.wait(), log)
  }

  @Test("the same seed gives the same bits, whatever the number of threads", arguments: methods)
  func sameBits(method: MethodName) throws {
    let crop = method == .triNetwork ? nil : 16
    let one = try train(plan(method, threads: 1, crop: crop)).model
    let two = try train(plan(method, threads: 2, crop: crop)).model
    #expect(relativeDistance(one.weights.scalars, two.weights.scalars) == 0)
    for (a, b) in zip(one.members, two.members) { #expect(relativeDistance(a.scalars, b.scalars) == 0) }
    var other = plan(method, crop: crop)
    other.seed = 6
    #expect(relativeDistance(try train(other).model.weights.scalars, one.weights.scalars) > 0)
    #expect(one.members.count == (method == .triNetwork ? 2 : 0))
  }

  @Test("a run that was stopped and resumed has the bits of one that was not", arguments: methods)
  func resumes(method: MethodName) throws {
    // In the second epoch, whose first step the ramp has passed.
    try expectSameBitsAfterResume(plan(method, epochs: 4), stopAfter: 5)
  }

  /// A generator and a discriminator take more steps than a test has.
  @Test("it learns the lesions", arguments: methods.filter { $0 != .fewShotGAN })
  func learns(method: MethodName) throws {
    var plan = SyntheticCase.plan(epochs: 30, base: 8)
    plan.method = MethodSettings(method, trustedFraction: 0.4)
    plan.architecture.kind = method == .fewShotGAN ? .fewShot : .unet
    let log = try train(plan).log
    #expect(try #require(log.summary).bestDice > 0.7)
  }

  @Test(
    "while the teacher is not asked, labels are learned as by plain cross-entropy; after that they are not",
    arguments: [MethodName.pixelDistillation, .imageDistillation, .distillation])
  func undisturbedStart(method: MethodName) throws {
    var plain = SyntheticCase.plan(epochs: 3)
    plain.loss = .crossEntropy
    var taught = SyntheticCase.plan(epochs: 3)
    // Fifteen epochs of ramp: the first three are its undisturbed fifth.
    taught.method = MethodSettings(method, teaching: TeacherSettings(trust: .linear), rampEpochs: 15)
    let reference = try train(plain).model.weights.scalars
    #expect(relativeDistance(try train(taught).model.weights.scalars, reference) < 1e-4)
    taught.method.rampEpochs = 1
    #expect(relativeDistance(try train(taught).model.weights.scalars, reference) > 1e-4)
  }

  @Test("student and teacher drop the same units' fraction, which can be given; earlier runs keep theirs")
  func dropout() {
    for method in [MethodName.pixelDistillation, .imageDistillation, .distillation, .meanTeacher] {
      var plan = plan(method)
      #expect(PerturbedTeacher.architecture(of: plan.architecture).dropout?.rate == 0.5)
      plan.useDefaultsOfMethod()
      #expect(plan.architecture.dropout == Dropout(rate: 0.2, places: [.bottleneck, .lastDecoder]))
      plan.architecture.dropout?.rate = 0.1
      plan.useDefaultsOfMethod()
      #expect(PerturbedTeacher.architecture(of: plan.architecture).dropout?.rate == 0.1)
    }
  }

  @Test("the mean teacher's log says what is dropped, and whether every image of a batch is a trusted one")
  func wordsAboutTheMeanTeacher() throws {
    var plan = plan(.meanTeacher)
    let notes = try train(plan).log.notes
    #expect(
      notes.contains { $0.contains("its teacher drop") } && notes.contains { $0.contains("from the first step on") })
    plan.method.trustedBatchSize = plan.batchSize
    #expect(try train(plan).log.notes.contains { $0.contains("the teacher is never asked") })
  }

  @Test("the log says when the teacher is asked, and when it never was")
  func wordsAboutTheTeacher() throws {
    var plan = plan(.distillation)
    plan.method.rampEpochs = 10
    // The undisturbed fifth is two epochs.
    let notes = try train(plan).log.notes
    #expect(notes.contains { $0.contains("the teacher is asked from epoch 3 on") })
    #expect(notes.contains { $0.contains("the teacher was asked for the first time") })
    #expect(!notes.contains { $0.contains("before the teacher was asked") })
    plan.method.rampEpochs = 100
    #expect(try train(plan).log.notes.contains { $0.contains("ended before the teacher was asked") })
  }

  @Test("a run that ends by patience lets the method take effect before")
  func rampOfARunWithoutALastEpoch() {
    var plan = plan(.distillation)
    (plan.epochs, plan.patience, plan.method.rampEpochs) = (nil, 10, nil)
    plan.useDefaultsOfMethod()
    #expect(plan.method.rampEpochs == 20)
    plan.method = MethodSettings()
    plan.useDefaultsOfMethod()
    #expect(plan.method.rampEpochs == nil)
  }

  @Test("UA-MT never looks at an annotation that is not trusted")
  func untrustedAnnotations() throws {
    var plan = plan(.meanTeacher)
    plan.selection = .last
    let start = try UNetWeights(architecture: plan.architecture, seed: 3)
    // Other annotations of the same slices: everything in the brain.
    let noisy = cases.map { one in
      var noisy = one
      noisy.trusted = one.target
      var expert = Mask(grid: one.brain.grid)
      one.target.expert.forEachLinearIndex { index in
        let lesion = expert.grid.voxel(atLinearIndex: index)
        for x in 0..<expert.grid.shape.x where one.brain[SIMD3(x, lesion.y, lesion.z)] {
          expert[SIMD3(x, lesion.y, lesion.z)] = true
        }
      }
      noisy.target = SoftMask(
        expert: expert, grown: Mask(grid: expert.grid), label: one.target.label, report: one.target.report)
      return noisy
    }
    let clean = try train(plan, initialWeights: start).model
    let ofNoisy = try train(plan, initialWeights: start, cases: noisy).model
    #expect(relativeDistance(clean.weights.scalars, ofNoisy.weights.scalars) == 0)
    plan.method.name = .distillation
    let taught = try train(plan, initialWeights: start).model
    let ofNoisyToo = try train(plan, initialWeights: start, cases: noisy).model
    #expect(relativeDistance(taught.weights.scalars, ofNoisyToo.weights.scalars) > 0)
  }

  @Test("networks to which no pixel is left sit the steps out", arguments: [MethodName.coTeaching, .triNetwork])
  func nothingKept(method: MethodName) throws {
    var plan = plan(method, epochs: 3)
    plan.method.smallLoss.keptFraction = 1e-9
    plan.averageDecay = nil
    let log = try train(plan).log
    // The ramp ends with the first epoch; from then on nothing is kept and nothing changes.
    #expect(log.epochs[1].validationLoss == log.epochs[2].validationLoss)
    #expect(log.steps.filter { $0.epoch > 1 }.allSatisfy { $0.loss == 0 })
    #expect(log.steps.first?.loss != 0)
  }

  @Test("settings that cannot work are refused")
  func refusals() {
    func refuses(_ method: MethodName, _ part: String, _ change: (inout TrainingPlan) -> Void) {
      var plan = plan(method)
      change(&plan)
      #expect { try plan.check() } throws: { "\($0)".contains(part) }
    }
    refuses(.distillation, "0 predictions") { $0.method.teaching.samples = 0 }
    refuses(.coTeaching, "1.5 of the pixels kept") { $0.method.smallLoss.keptFraction = 1.5 }
    refuses(.meanTeacher, "0 epochs") { $0.method.rampEpochs = 0 }
    for method in [MethodName.pixelDistillation, .triNetwork] {
      refuses(method, "without --weighting") { $0.weighting = .balanced }
    }
  }

  @Test("the forecast counts the networks of a method")
  func memory() {
    func bytes(_ method: MethodName) -> Int {
      var plan = SyntheticCase.plan(batch: 8)
      plan.architecture = UNetArchitecture(inputChannels: 1, base: 16, levels: 4)
      plan.method = MethodSettings(method)
      return MemoryForecast(plan, sliceWidth: 192, sliceHeight: 224, sliceBytes: 0, scanVoxels: 0).bytes(batchSize: 8)
    }
    let plain = bytes(.plain)
    let network = UNet.memoryBytes(
      UNetArchitecture(inputChannels: 1, base: 16, levels: 4), width: 192, height: 224, capacity: 8, trains: true,
      workerCount: 2)
    #expect(bytes(.coTeaching) >= plain + network)
    #expect(bytes(.triNetwork) >= plain + 2 * network)
    // Quality control judges annotations by intensities alone.
    for method in Self.methods where method != .qualityControl { #expect(bytes(method) > plain) }
    #expect(bytes(.qualityControl) == plain)
  }
}
