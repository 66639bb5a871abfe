/// The losses by the name that options, run files and tables use, with the parameters of their authors.
public enum LossName: String, Sendable, Hashable, Codable, CaseIterable {
  case softDice = "soft-dice"
  /// The formula of `soft-dice`; scores take it on the expert mask alone.
  case dice
  case diceSquared = "dice-squared"
  /// beta = 1.5, linear.
  case fBeta = "f-beta"
  /// beta = 1.5, squared.
  case asymmetricSimilarity = "asymmetric-similarity"
  /// False pixels by 0.3, missed ones by 0.7.
  case tversky
  case generalisedDice = "generalised-dice"
  case generalisedDiceSquared = "generalised-dice-squared"
  /// q = 1.5
  case noiseRobustDice = "noise-robust-dice"
  case crossEntropy = "cross-entropy"
  /// `soft-dice` and `cross-entropy` together.
  case diceCrossEntropy = "dice-cross-entropy"
  case weightedCrossEntropy = "weighted-cross-entropy"
  /// The value of `weighted-cross-entropy`; its class weight counts as a constant in the gradient.
  case detachedCrossEntropy = "weighted-cross-entropy-detached"
  /// g = 2, a = 0.75
  case focal
  /// q = 0.7
  case generalisedCrossEntropy = "generalised-cross-entropy"
  case meanAbsoluteError = "mean-absolute-error"
  case meanSquaredError = "mean-squared-error"

  /// The loss itself.
  /// - Parameter parameters: those of this loss that are not its authors'.
  public func loss(
    reduction: LossReduction = .batch, parameters: LossParameters = LossParameters()
  ) -> any LossFunction {
    switch self {
    case .softDice, .dice: EffectiveSoftDice(reduction: reduction)
    case .diceSquared: SquaredDice(reduction: reduction)
    case .fBeta: AsymmetricSimilarity(.linear, reduction: reduction, beta: parameters.beta ?? 1.5)
    case .asymmetricSimilarity: AsymmetricSimilarity(.squared, reduction: reduction, beta: parameters.beta ?? 1.5)
    case .tversky:
      Tversky(
        reduction: reduction, falseWeight: parameters.falseWeight ?? 0.3, missedWeight: parameters.missedWeight ?? 0.7)
    case .generalisedDice: GeneralisedDice(.linear, reduction: reduction)
    case .generalisedDiceSquared: GeneralisedDice(.squared, reduction: reduction)
    case .noiseRobustDice: NoiseRobustDice(reduction: reduction)
    case .crossEntropy: BinaryCrossEntropy(reduction: reduction)
    case .diceCrossEntropy: DiceCrossEntropy(reduction: reduction)
    case .weightedCrossEntropy: AdaptiveCrossEntropy(reduction: reduction)
    case .detachedCrossEntropy: AdaptiveCrossEntropy(reduction: reduction, followsClassWeight: false)
    case .focal:
      FocalLoss(
        reduction: reduction, lesionFraction: parameters.lesionFraction ?? 0.75, focus: parameters.focus ?? 2)
    case .generalisedCrossEntropy: GeneralisedCrossEntropy(reduction: reduction)
    case .meanAbsoluteError: MeanAbsoluteError(reduction: reduction)
    case .meanSquaredError: MeanSquaredError(reduction: reduction)
    }
  }
}
