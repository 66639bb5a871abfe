/// Cross-entropy whose weight of the lesion class follows from the predictions (the "WCE" baseline of Sudre et al., DLMIA
/// 2017). With P = sum(p), over all pixels and without w, but at least 1e-6 n:
///
///     omega = (n - P) / P,   S = sum(-w t ln p),   L = (1/n) [ omega S + sum(-w (1 - t) ln(1 - p)) ]
///     dL/dz = (w/n) [ omega t (p - 1) + (1 - t) p ] - (S / P^2) p (1 - p)
///
/// The last term is the gradient through omega; without it omega is held constant.
public struct AdaptiveCrossEntropy: LossFunction {
  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// Whether the gradient flows through omega, as in the published code.
  public var followsClassWeight: Bool
  private static let smallestFraction = 1e-6

  /// Cross-entropy with a weight of the lesion class that follows from the predictions.
  /// - Parameter followsClassWeight: whether the gradient flows through omega.
  public init(reduction: LossReduction = .batch, followsClassWeight: Bool = true) {
    self.reduction = reduction
    self.followsClassWeight = followsClassWeight
  }

  /// Places 0: -t ln p, 1: -(1 - t) ln(1 - p).
  public func terms(of prediction: PixelPrediction, target: Double) -> LossTerms {
    LossTerms(target * prediction.lesionCost, (1 - target) * prediction.backgroundCost, 0, 0, 0, 0, 0, 0)
  }

  private func predicted(_ sums: LossSums) -> Double { max(sums.predicted, Self.smallestFraction * sums.pixelCount) }

  /// L from the sums over the pixels; 0 where there are no pixels.
  public func value(of sums: LossSums) -> Double {
    let n = sums.pixelCount
    guard n > 0 else { return 0 }
    let predicted = predicted(sums)
    return ((n - predicted) / predicted * sums.weighted[0] + sums.weighted[1]) / n
  }

  /// dL/dz of each pixel in `pixels`, times `scale`, in place of what `gradient` holds: the probability p.
  public func writeGradient(
    over pixels: Range<Int>, sums: LossSums, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  ) {
    let n = max(sums.pixelCount, 1)
    let predicted = predicted(sums)
    let classWeight = (n - predicted) / predicted
    let isGuarded = predicted > sums.predicted
    let throughWeight = followsClassWeight && !isGuarded ? scale * sums.weighted[0] / (predicted * predicted) : 0
    let fraction = scale / n
    for i in pixels {
      let p = Double(gradient[i])
      let t = Double(target[i])
      let w = weights.isEmpty ? 1 : Double(weights[i])
      gradient[i] = Float(fraction * w * (classWeight * t * (p - 1) + (1 - t) * p) - throughWeight * p * (1 - p))
    }
  }
}
