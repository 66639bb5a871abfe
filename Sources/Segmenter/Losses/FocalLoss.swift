internal import Foundation

/// Focal loss (Lin et al., ICCV 2017): cross-entropy, less of it where the network is right already.
///
///     l = a t (1 - p)^g (-ln p) + (1 - a) (1 - t) p^g (-ln(1 - p))
///     dl/dz = a t (1 - p)^g [ g p ln p - (1 - p) ] + (1 - a) (1 - t) p^g [ p - g (1 - p) ln(1 - p) ]
///
/// The two terms stay apart on soft targets, where |t - p|^g times cross-entropy is another loss.
public struct FocalLoss: PixelLoss {
  /// What the sums of the loss run over.
  public var reduction: LossReduction
  /// a; 0.75 was best on lung nodules (Shirokikh et al., MICCAI 2020).
  public var lesionFraction: Double
  /// g
  public var focus: Double

  /// - Parameters:
  ///   - lesionFraction: a, between 0 and 1.
  ///   - focus: g; 0 leaves weighted cross-entropy.
  public init(reduction: LossReduction = .batch, lesionFraction: Double = 0.75, focus: Double = 2) {
    self.reduction = reduction
    self.lesionFraction = lesionFraction
    self.focus = focus
  }

  @inline(__always)
  private func faded(_ probability: Double) -> Double {
    focus == 2 ? probability * probability : pow(probability, focus)
  }

  /// l and dl/dz of one pixel.
  @inline(__always)
  public func cost(of prediction: PixelPrediction, target: Double) -> PixelCost {
    let (p, q) = (prediction.probability, prediction.complement)
    let (lesionCost, backgroundCost) = (prediction.lesionCost, prediction.backgroundCost)
    let lesion = lesionFraction * target * faded(q)
    let background = (1 - lesionFraction) * (1 - target) * faded(p)
    return PixelCost(
      value: lesion * lesionCost + background * backgroundCost,
      derivative: background * (p + focus * q * backgroundCost) - lesion * (q + focus * p * lesionCost))
  }
}
