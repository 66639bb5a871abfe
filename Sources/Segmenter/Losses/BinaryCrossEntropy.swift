/// Binary cross-entropy, from logits:
///
///     l = -t ln p - (1 - t) ln(1 - p),   dl/dz = p - t
public struct BinaryCrossEntropy: PixelLoss {
  /// What the sums of the loss run over.
  public var reduction: LossReduction

  /// Cross-entropy whose mean runs over the batch or over each image.
  public init(reduction: LossReduction = .batch) { self.reduction = reduction }

  /// l and dl/dz of one pixel; exact for logits of any size.
  @inline(__always)
  public func cost(of prediction: PixelPrediction, target: Double) -> PixelCost {
    PixelCost(
      value: prediction.backgroundCost - target * prediction.logit, derivative: prediction.probability - target)
  }
}
