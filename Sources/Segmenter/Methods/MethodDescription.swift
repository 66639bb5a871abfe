internal import VolumeModel

/// Everything that is particular to one method: what it is called, what it needs and uses by default, what it costs, and how
/// its steps are made. The rows are in ``MethodName/details``.
public struct MethodDescription: Sendable {
  /// In options, run files and tables.
  public let name: MethodName
  /// As the tables of papers call it.
  public let title: String
  /// What it does, in a clause: "every annotation is believed".
  public let summary: String
  /// What it does with slices whose annotation is trusted.
  public let trustedSlices: TrustedSliceUse
  /// Networks that it trains at once.
  public let networks: Int
  /// The time of a step in steps of the plain method, as docs/methods.md states it.
  public let stepCost: Double
  /// Whether every training slice is predicted a number of times after each epoch, which takes time too.
  public let samplesAfterEpochs: Bool
  /// Whether it takes effect over a number of epochs (``MethodSettings/rampEpochs``).
  public let comesInGradually: Bool
  /// The loss, optimiser and learning rate to train with when none are given.
  public let usualLoss: LossName
  /// The optimiser to train with when none is given.
  public let usualOptimizer: OptimizerSettings.Method
  /// The learning rate of that optimiser when none is given.
  public let usualLearningRate: Double
  /// The dropout that it does not work without, used when the network is given none.
  public let neededDropout: Dropout?

  /// The network that it works with alone; nil for a U-Net like any other's.
  let neededNetwork: NetworkKind?
  /// Whether steps pass tangents through the network.
  let needsTangents: Bool
  /// Says what about a plan cannot work with this method.
  let check: @Sendable (TrainingPlan) throws(TrainingError) -> Void
  /// Bytes of the networks and buffers that it has beside the plain run's.
  let bytes: @Sendable (MethodSizes) -> Int
  /// The method at its first step.
  let makeMethod: @Sendable (any MethodContext) -> any LearningMethod

  init(
    _ name: MethodName, title: String, summary: String, trustedSlices: TrustedSliceUse = .none, networks: Int = 1,
    stepCost: Double = 1, samplesAfterEpochs: Bool = false, comesInGradually: Bool = false,
    usualLoss: LossName = .softDice,
    usualOptimizer: OptimizerSettings.Method = .adam, usualLearningRate: Double? = nil, neededDropout: Dropout? = nil,
    neededNetwork: NetworkKind? = nil, needsTangents: Bool = false,
    check: @escaping @Sendable (TrainingPlan) throws(TrainingError) -> Void = { _ in },
    bytes: @escaping @Sendable (MethodSizes) -> Int = { _ in 0 },
    makeMethod: @escaping @Sendable (any MethodContext) -> any LearningMethod
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.trustedSlices = trustedSlices
    self.networks = networks
    self.stepCost = stepCost
    self.samplesAfterEpochs = samplesAfterEpochs
    self.comesInGradually = comesInGradually
    self.usualLoss = usualLoss
    self.usualOptimizer = usualOptimizer
    self.usualLearningRate = usualLearningRate ?? usualOptimizer.usualLearningRate
    self.neededDropout = neededDropout
    self.neededNetwork = neededNetwork
    self.needsTangents = needsTangents
    self.check = check
    self.bytes = bytes
    self.makeMethod = makeMethod
  }

  /// Whether slices must be given whose annotation is trusted.
  public var needsTrustedSlices: Bool { trustedSlices != .none }
}

/// What the memory of a method depends on.
struct MethodSizes {
  let plan: TrainingPlan
  /// Pixels of what the network sees.
  let width: Int
  let height: Int
  let batchSize: Int
}

extension MethodDescription {
  /// A method that weighs pixels itself leaves nothing for weights of lesions to do.
  static func refusesWeighting(_ plan: TrainingPlan) throws(TrainingError) {
    guard plan.weighting == .none else {
      throw .plan("\(plan.method.name.rawValue) weighs pixels itself; train without --weighting")
    }
  }

  /// Methods that weigh pixels by a look ahead along a step of gradient descent.
  static func bilevel(
    _ name: MethodName, title: String, summary: String, stepCost: Double,
    makeMethod: @escaping @Sendable (any MethodContext) -> any LearningMethod
  ) -> MethodDescription {
    MethodDescription(
      name, title: title, summary: summary, trustedSlices: .setAside, stepCost: stepCost, usualLoss: .crossEntropy,
      needsTangents: true,
      check: { plan throws(TrainingError) in try plan.method.bilevel.check(plan) }, bytes: BilevelLearning.bytes,
      makeMethod: makeMethod)
  }

  /// Labels blended with a teacher's prediction, by cross-entropy of its own.
  static func distillation(
    _ name: MethodName, title: String, summary: String, _ scale: TrustMap.Scale
  ) -> MethodDescription {
    MethodDescription(
      name, title: title, summary: summary, stepCost: 2.3, comesInGradually: true, usualLoss: .crossEntropy,
      neededDropout: PerturbedTeacher.usualDropout, check: refusesWeighting, bytes: PerturbedTeacher.bytes
    ) { LabelDistillation(scale, for: $0) }
  }

  /// Networks that choose pixels for each other, by cross-entropy of their own.
  static func peers(
    _ name: MethodName, title: String, summary: String, count: Int, stepCost: Double
  ) -> MethodDescription {
    MethodDescription(
      name, title: title, summary: summary, networks: count, stepCost: stepCost, comesInGradually: true,
      usualLoss: .crossEntropy,
      check: refusesWeighting, bytes: { SmallLossTeaching.bytes($0, count: count) }
    ) { SmallLossTeaching(count: count, for: $0) }
  }
}
