/// Which optimiser a run uses, and how; part of `run.toml`.
public struct OptimizerSettings: Sendable, Hashable, Codable {
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    case adam, adamw, sgd

    /// The learning rate when nobody gives one.
    public var usualLearningRate: Double { self == .sgd ? 1e-2 : 1e-3 }
    /// PyTorch's.
    public var usualWeightDecay: Double { self == .adamw ? 1e-2 : 0 }
  }

  public var method: Method
  /// Before the schedule changes it.
  public var learningRate: Double
  /// Of SGD.
  public var momentum: Double
  /// Of SGD with momentum.
  public var usesNesterov: Bool
  /// SGD and Adam add it to the gradient; AdamW takes it from the weights.
  public var weightDecay: Double

  public init(
    _ method: Method = .adam, learningRate: Double? = nil, momentum: Double = 0.9, usesNesterov: Bool = false,
    weightDecay: Double? = nil
  ) {
    self.method = method
    self.learningRate = learningRate ?? method.usualLearningRate
    self.momentum = momentum
    self.usesNesterov = usesNesterov
    self.weightDecay = weightDecay ?? method.usualWeightDecay
  }

  /// An optimiser at its first step.
  package func optimizer(parameterCount: Int) -> any Optimizer {
    switch method {
    case .sgd:
      return StochasticGradientDescent(
        parameterCount: parameterCount, learningRate: learningRate, momentum: momentum, usesNesterov: usesNesterov,
        weightDecay: weightDecay)
    case .adam, .adamw:
      var adam = Adam(parameterCount: parameterCount, learningRate: learningRate)
      adam.weightDecay = weightDecay
      adam.isDecayDecoupled = method == .adamw
      return adam
    }
  }

  func check() throws(TrainingError) {
    guard learningRate > 0, learningRate.isFinite else { throw .plan("a learning rate of \(learningRate)") }
    guard (0..<1).contains(momentum) else { throw .plan("a momentum of \(momentum); it lies from 0 up to 1") }
    guard !usesNesterov || (method == .sgd && momentum > 0) else {
      throw .plan("Nesterov's step is one of sgd with a momentum above 0")
    }
    guard weightDecay >= 0, weightDecay * learningRate < 1 else { throw .plan("a weight decay of \(weightDecay)") }
  }
}
