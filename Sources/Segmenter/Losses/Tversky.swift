/// The Tversky index as a loss (Salehi, Erdogmus, Gholipour, MLMI 2017): false and missed pixels have a weight each.
///
///     TP = sum(w p t),   FP = sum(w p (1 - t)),   FN = sum(w (1 - p) t)
///     N = TP + eps,   M = TP + a FP + b FN + eps,   L = 1 - N / M
///
/// a = b = 0.5 is Dice; a = 1 / (1 + beta^2), b = 1 - a is F-beta.
public struct Tversky: OverlapLoss {
  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// a, the weight of false pixels.
  public var falseWeight: Double
  /// b, the weight of missed pixels.
  public var missedWeight: Double
  /// eps, so that empty pairs are defined.
  public var smoothing: Double

  /// - Parameters:
  ///   - falseWeight: a, the weight of false pixels.
  ///   - missedWeight: b, the weight of missed pixels.
  ///   - smoothing: eps, so that empty pairs are defined.
  public init(
    reduction: LossReduction = .batch, falseWeight: Double = 0.3, missedWeight: Double = 0.7, smoothing: Double = 1e-5
  ) {
    self.reduction = reduction
    self.falseWeight = falseWeight
    self.missedWeight = missedWeight
    self.smoothing = smoothing
  }

  /// N and M of the formula above, from the sums over the pixels.
  public func ratio(of sums: OverlapSums) -> OverlapRatio {
    OverlapRatio(
      .init(overlap: 1, constant: smoothing),
      over: .init(
        overlap: 1 - falseWeight - missedWeight, predicted: falseWeight,
        constant: missedWeight * sums.target + smoothing))
  }
}
