/// The mean absolute error, l = |p - t|, which symmetric label noise does not mislead (Ghosh et al., AAAI 2017).
public struct MeanAbsoluteError: PixelLoss {
  /// What the sums of the loss run over.
  public var reduction: LossReduction

  /// The mean absolute error over the batch or over each image.
  public init(reduction: LossReduction = .batch) { self.reduction = reduction }

  /// l and dl/dz of one pixel.
  @inline(__always)
  public func cost(of prediction: PixelPrediction, target: Double) -> PixelCost {
    let difference = prediction.probability - target
    let derivative = prediction.probability * prediction.complement
    return PixelCost(
      value: abs(difference), derivative: difference == 0 ? 0 : difference < 0 ? -derivative : derivative)
  }
}
