extension TrainingPlan {
  /// Sets what a plan's method is used with: loss, optimiser and learning rate, dropout where it cannot do without, and the
  /// epochs over which it takes effect where the run has no last one.
  /// - Parameters: what is given instead; nil leaves it to the method.
  public mutating func useDefaultsOfMethod(
    loss: LossName? = nil, optimizer: OptimizerSettings.Method? = nil, learningRate: Double? = nil,
    momentum: Double = 0.9, usesNesterov: Bool = false, weightDecay: Double? = nil
  ) {
    let details = method.name.details
    self.loss = loss ?? details.usualLoss
    takeNetworkOfMethod()
    let optimizer = optimizer ?? details.usualOptimizer
    // The method's rate belongs to its own optimiser.
    let usualRate = optimizer == details.usualOptimizer ? details.usualLearningRate : optimizer.usualLearningRate
    self.optimizer = OptimizerSettings(
      optimizer, learningRate: learningRate ?? usualRate, momentum: momentum, usesNesterov: usesNesterov,
      weightDecay: weightDecay)
    if method.name != .relabelling || method.samplesByDropout, architecture.dropout == nil {
      architecture.dropout = details.neededDropout
    }
    // A run that ends when nothing improves may end before a method has begun to count.
    if details.comesInGradually, epochs == nil, let patience, method.rampEpochs == nil {
      method.rampEpochs = max(1, min(40, 2 * patience))
    }
  }
}

extension TrainingPlan {
  /// Takes the network that the method works with alone, in place of a U-Net.
  mutating func takeNetworkOfMethod() {
    guard architecture.kind == .unet, let needed = method.name.details.neededNetwork else { return }
    architecture.kind = needed
  }
}

extension MethodSettings {
  fileprivate var samplesByDropout: Bool { relabelling.sampler.kind == .dropout }
}
