extension MethodName {
  /// Whether losses of single pixels are weighed by a gradient through the step they lead to.
  private var isBilevel: Bool { needsTangents }

  /// The loss to train by when nobody says: methods that weigh single pixels need one that is a mean over pixels, or bring
  /// cross-entropy themselves.
  public var usualLoss: LossName { isBilevel || hasOwnPixelLoss ? .crossEntropy : .softDice }

  /// The optimiser when nobody says: bilevel methods look ahead along a plain step, which SGD's resembles.
  public var usualOptimizer: OptimizerSettings.Method { isBilevel ? .sgd : .adam }

  /// The learning rate of that optimiser when nobody says.
  public var usualLearningRate: Double { isBilevel ? 0.1 : usualOptimizer.usualLearningRate }
}
