internal import Foundation

/// Generalised cross-entropy (Zhang and Sabuncu, NeurIPS 2018), between cross-entropy (q = 0) and the mean absolute
/// error (q = 1). With p_y the probability of the label:
///
///     l = (1 - p_y^q) / q,   dl/dz = -p^q (1 - p) for lesion, (1 - p)^q p for background
///
/// A soft target mixes the two.
public struct GeneralisedCrossEntropy: PixelLoss {
  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// q, above 0 and up to 1.
  public var exponent: Double

  /// - Parameter exponent: q, above 0 and up to 1.
  public init(reduction: LossReduction = .batch, exponent: Double = 0.7) {
    self.reduction = reduction
    self.exponent = exponent
  }

  /// l and dl/dz of one pixel.
  @inline(__always)
  public func cost(of prediction: PixelPrediction, target: Double) -> PixelCost {
    let (p, q) = (prediction.probability, prediction.complement)
    var cost = PixelCost(value: 0, derivative: 0)
    // A label that does not count costs no power.
    if target > 0 {
      let power = pow(p, exponent)
      cost.value += target * (1 - power) / exponent
      cost.derivative -= target * power * q
    }
    if target < 1 {
      let power = pow(q, exponent)
      cost.value += (1 - target) * (1 - power) / exponent
      cost.derivative += (1 - target) * power * p
    }
    return cost
  }
}
