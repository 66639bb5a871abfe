internal import Foundation

/// Noise-robust Dice (Wang et al., IEEE TMI 2020), between Dice (q = 2) and the mean absolute error (q = 1):
///
///     N = sum(w |p - t|^q),   M = sum(w p) + sum(w t) + eps,   L = N / M
///     dL/dp = w [ q |p - t|^(q - 1) sign(p - t) M - N ] / M^2
public struct NoiseRobustDice: LossFunction {
  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// q, above 1 and up to 2.
  public var exponent: Double
  /// eps, so that empty pairs are defined.
  public var smoothing: Double

  /// - Parameters:
  ///   - exponent: q, above 1 and up to 2.
  ///   - smoothing: eps of the denominator.
  public init(reduction: LossReduction = .batch, exponent: Double = 1.5, smoothing: Double = 1e-5) {
    self.reduction = reduction
    self.exponent = exponent
    self.smoothing = smoothing
  }

  /// |p - t|^(q - 1)
  @inline(__always)
  private func root(_ distance: Double) -> Double {
    exponent == 1.5 ? distance.squareRoot() : pow(distance, exponent - 1)
  }

  /// Places 0: |p - t|^q, 1: p, 2: t.
  public func terms(of prediction: PixelPrediction, target: Double) -> LossTerms {
    let distance = abs(prediction.probability - target)
    return LossTerms(distance * root(distance), prediction.probability, target, 0, 0, 0, 0, 0)
  }

  private func denominator(_ sums: LossSums) -> Double { sums.weighted[1] + sums.weighted[2] + smoothing }

  /// L from the sums over the pixels; 0 where the denominator vanishes.
  public func value(of sums: LossSums) -> Double {
    let m = denominator(sums)
    return m <= LossSums.negligible ? 0 : sums.weighted[0] / m
  }

  /// dL/dz of each pixel in `pixels`, times `scale`, in place of what `gradient` holds: the probability p.
  public func writeGradient(
    over pixels: Range<Int>, sums: LossSums, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  ) {
    let m = denominator(sums)
    if m <= LossSums.negligible {
      for i in pixels { gradient[i] = 0 }
      return
    }
    let perRoot = scale * exponent / m
    let constant = scale * sums.weighted[0] / m / m
    for i in pixels {
      let p = Double(gradient[i])
      let difference = p - Double(target[i])
      let derivative = difference.sign == .minus ? -perRoot * root(-difference) : perRoot * root(difference)
      let w = weights.isEmpty ? 1 : Double(weights[i])
      gradient[i] = Float(w * (derivative - constant) * p * (1 - p))
    }
  }
}
