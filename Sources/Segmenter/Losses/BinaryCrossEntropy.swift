internal import Foundation

/// Binary cross-entropy from logits, weighted, divided by the number of pixels n (not by the sum of weights):
///
///     L = (1/n) sum w [ softplus(z) - t z ],   dL/dz = w (p - t) / n,   softplus(z) = max(z, 0) + ln(1 + exp(-|z|))
public struct BinaryCrossEntropy: LossFunction {
  public static let name = "cross-entropy"
  public let reduction: LossReduction

  public init(reduction: LossReduction = .batch) { self.reduction = reduction }

  public func value(
    over pixels: Range<Int>, logits: Span<Float>, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  ) -> Double {
    guard !pixels.isEmpty else { return 0 }
    let wantsGradient = !gradient.isEmpty
    let share = 1 / Double(pixels.count)
    let gradientShare = Float(scale * share)
    var sum = 0.0
    for i in pixels {
      let z = logits[i]
      let t = target[i]
      let w = weights.isEmpty ? 1 : weights[i]
      sum += Double(w * (max(z, 0) + log1p(exp(-abs(z))) - t * z))
      if wantsGradient { gradient[i] = w * (sigmoid(z) - t) * gradientShare }
    }
    return sum * share
  }
}
