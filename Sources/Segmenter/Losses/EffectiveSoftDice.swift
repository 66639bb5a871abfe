/// Effective soft Dice on a soft target t = T + gamma D, with the linear denominator (Kats, Goldberger, Greenspan,
/// ISBI 2019); on a binary target the plain Dice loss:
///
///     N = 2 sum(w p t) + eps,   M = sum(w p) + sum(w t) + eps,   L = 1 - N / M
///     dL/dp = -w (2 t M - N) / M^2
///
/// An empty target with an empty prediction has L = 0. The soft label steers only: a grown pixel is pushed up while
/// the soft Dice is below 2 gamma and down after that, so p does not converge to gamma.
public struct EffectiveSoftDice: OverlapLoss {
  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// eps, so that empty pairs are defined.
  public var smoothing: Double

  /// - Parameter smoothing: eps; at 0 an empty pair has the loss 0 and no gradient.
  public init(reduction: LossReduction = .batch, smoothing: Double = 1e-5) {
    self.reduction = reduction
    self.smoothing = smoothing
  }

  /// N and M of the formula above, from the sums over the pixels.
  public func ratio(of sums: OverlapSums) -> OverlapRatio {
    OverlapRatio(
      .init(overlap: 2, constant: smoothing), over: .init(predicted: 1, constant: sums.target + smoothing))
  }
}
