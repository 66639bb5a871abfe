internal import Foundation

/// Effective soft Dice on a soft target t = T + gamma D, with the linear denominator (Kats, Goldberger, Greenspan,
/// ISBI 2019):
///
///     A = 2 sum(w p t) + eps,   B = sum(w p) + sum(w t) + eps,   L = 1 - A / B
///     dL/dp = -w (2 t B - A) / B^2,   dL/dz = dL/dp * p (1 - p)
///
/// An empty target with an empty prediction has L = 0. The soft label steers only: a grown pixel is pushed up while
/// the soft Dice is below 2 gamma and down after that, so p does not converge to gamma.
public struct EffectiveSoftDice: LossFunction {
  public static let name = "soft-dice"
  public let reduction: LossReduction
  /// eps, so that empty pairs are defined.
  public let smoothing: Double

  public init(reduction: LossReduction = .batch, smoothing: Double = 1e-5) {
    self.reduction = reduction
    self.smoothing = smoothing
  }

  public func value(
    over pixels: Range<Int>, logits: Span<Float>, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  ) -> Double {
    let wantsGradient = !gradient.isEmpty
    var overlap = 0.0
    var predicted = 0.0
    var wanted = 0.0
    for i in pixels {
      let p = sigmoid(logits[i])
      // The gradient's place holds p between the two passes: the second exponential is saved.
      if wantsGradient { gradient[i] = p }
      let w = weights.isEmpty ? 1 : weights[i]
      let weighted = Double(w * p)
      overlap += weighted * Double(target[i])
      predicted += weighted
      wanted += Double(w * target[i])
    }
    let a = 2 * overlap + smoothing
    let b = predicted + wanted + smoothing
    guard b > 0 else {
      if wantsGradient { for i in pixels { gradient[i] = 0 } }
      return 0
    }
    if wantsGradient {
      let perTarget = Float(-2 * scale / b)
      let constant = Float(scale * a / (b * b))
      for i in pixels {
        let p = gradient[i]
        let w = weights.isEmpty ? 1 : weights[i]
        gradient[i] = w * (perTarget * target[i] + constant) * p * (1 - p)
      }
    }
    return 1 - a / b
  }
}
