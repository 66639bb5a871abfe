internal import VolumeModel

extension NetworkKind {
  /// How networks of this kind learn where they need a loss of their own; nil learns as the plan's method says.
  var makeLearning: (@Sendable (any MethodContext) -> any LearningMethod)? {
    switch self {
    case .unet: nil
    case .probabilistic: { EvidenceBound(for: $0) }
    }
  }

  /// The loss that validation reports, where the network has one of its own; nil leaves it to the method.
  public var usualLoss: LossName? { makeLearning == nil ? nil : .crossEntropy }

  /// Says what about a plan cannot work with this kind of network.
  func check(_ plan: TrainingPlan) throws(TrainingError) {
    guard makeLearning != nil else { return }
    guard plan.method.name == .plain else {
      throw .plan("--network \(rawValue) has a loss of its own; train without --method \(plan.method.name.rawValue)")
    }
    guard plan.loss == .crossEntropy else {
      throw .plan("--network \(rawValue) has a loss of its own, cross-entropy among it; train without --loss")
    }
  }
}

extension TrainingPlan {
  /// Sets what a kind of network is used with: one that draws samples learns every rater's mask as it was drawn.
  public mutating func useDefaultsOfNetwork() {
    guard architecture.kind.drawsSamples else { return }
    raterUse = raterUse ?? .random
    softMask = SoftMaskParameters(size: 1, label: 0)
  }

  /// The method of a run's steps.
  func makeMethod(for context: any MethodContext) -> any LearningMethod {
    (architecture.kind.makeLearning ?? method.name.details.makeMethod)(context)
  }
}
