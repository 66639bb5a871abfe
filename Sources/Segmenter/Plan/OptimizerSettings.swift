/// Which optimiser a run uses, and how; part of `run.toml`.
public struct OptimizerSettings: Sendable, Hashable, Codable {
  /// The optimisers, by the name that options and run files use.
  public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
    case adam, adamw, sgd

    /// The row of an optimiser.
    var optimizerDetails: OptimizerDescription {
      switch self {
      case .adam:
        OptimizerDescription(usualLearningRate: 1e-3, usualWeightDecay: 0) { settings, count in
          Adam(parameterCount: count, learningRate: settings.learningRate, weightDecay: settings.weightDecay)
        }
      case .adamw:
        OptimizerDescription(usualLearningRate: 1e-3, usualWeightDecay: 1e-2) { settings, count in
          Adam(
            parameterCount: count, learningRate: settings.learningRate, weightDecay: settings.weightDecay,
            isDecayDecoupled: true)
        }
      case .sgd:
        OptimizerDescription(usualLearningRate: 1e-2, usualWeightDecay: 0, hasMomentum: true) { settings, count in
          StochasticGradientDescent(
            parameterCount: count, learningRate: settings.learningRate, momentum: settings.momentum,
            usesNesterov: settings.usesNesterov, weightDecay: settings.weightDecay)
        }
      }
    }

    /// The learning rate when none is given.
    public var usualLearningRate: Double { optimizerDetails.usualLearningRate }
    /// The weight decay when none is given: PyTorch's.
    public var usualWeightDecay: Double { optimizerDetails.usualWeightDecay }
  }

  /// The optimiser.
  public var method: Method
  /// Before the schedule changes it.
  public var learningRate: Double
  /// Of SGD.
  public var momentum: Double
  /// Of SGD with momentum.
  public var usesNesterov: Bool
  /// SGD and Adam add it to the gradient; AdamW takes it from the weights.
  public var weightDecay: Double

  /// - Parameters:
  ///   - learningRate, weightDecay: nil for the usual ones of the optimiser.
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
    method.optimizerDetails.makeOptimizer(self, parameterCount)
  }

  func check() throws(TrainingError) {
    guard learningRate > 0, learningRate.isFinite else { throw .plan("a learning rate of \(learningRate)") }
    guard (0..<1).contains(momentum) else { throw .plan("a momentum of \(momentum); it lies from 0 up to 1") }
    guard !usesNesterov || (method.optimizerDetails.hasMomentum && momentum > 0) else {
      throw .plan("Nesterov's step is one of sgd with a momentum above 0")
    }
    guard weightDecay >= 0, weightDecay * learningRate < 1 else { throw .plan("a weight decay of \(weightDecay)") }
  }
}

/// What is particular to one optimiser.
struct OptimizerDescription {
  let usualLearningRate: Double
  let usualWeightDecay: Double
  /// Whether it has a momentum that can be set.
  var hasMomentum = false
  /// The optimiser of so many parameters at its first step.
  let makeOptimizer: (OptimizerSettings, _ parameterCount: Int) -> any Optimizer
}
