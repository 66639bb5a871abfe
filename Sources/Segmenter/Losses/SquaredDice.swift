/// Dice with squares in the denominator (Milletari, Navab, Ahmadi, 3DV 2016):
///
///     N = 2 sum(w p t),   M = sum(w p^2) + sum(w t^2),   L = 1 - N / M
///     dL/dp = -2 w (t M - p N) / M^2
///
/// Unlike the linear form it asks for p = t on soft targets, in the limit of a perfect prediction.
public struct SquaredDice: OverlapLoss {
  /// What the sums of the loss run over.
  public var reduction: LossReduction

  /// Dice with squares in the denominator, over the batch or over each image.
  public init(reduction: LossReduction = .batch) { self.reduction = reduction }

  /// N and M of the formula above, from the sums over the pixels.
  public func ratio(of sums: OverlapSums) -> OverlapRatio {
    OverlapRatio(.init(overlap: 2), over: .init(predictedSquared: 1, constant: sums.targetSquared))
  }
}
