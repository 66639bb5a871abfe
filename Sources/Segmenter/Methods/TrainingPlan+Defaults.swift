extension TrainingPlan {
  /// Sets what a plan's method is used with: loss, optimiser and learning rate, and dropout where it cannot do without.
  /// - Parameters: what is given instead; nil leaves it to the method.
  public mutating func useDefaultsOfMethod(
    loss: LossName? = nil, optimizer: OptimizerSettings.Method? = nil, learningRate: Double? = nil,
    momentum: Double = 0.9, usesNesterov: Bool = false, weightDecay: Double? = nil
  ) {
    let details = method.name.details
    self.loss = loss ?? details.usualLoss
    let optimizer = optimizer ?? details.usualOptimizer
    // The method's rate belongs to its own optimiser.
    let usualRate = optimizer == details.usualOptimizer ? details.usualLearningRate : optimizer.usualLearningRate
    self.optimizer = OptimizerSettings(
      optimizer, learningRate: learningRate ?? usualRate, momentum: momentum, usesNesterov: usesNesterov,
      weightDecay: weightDecay)
    if method.samplesByDropout, architecture.dropout == nil { architecture.dropout = details.neededDropout }
  }
}

extension MethodSettings {
  fileprivate var samplesByDropout: Bool { relabelling.sampler.kind == .dropout }
}
