/// The mean squared error, l = (p - t)^2. With a teacher's probability as the target, held constant, it is the
/// consistency term of mean-teacher methods.
public struct MeanSquaredError: PixelLoss {
  /// What the sums of the loss run over.
  public var reduction: LossReduction

  /// The mean squared error over the batch or over each image.
  public init(reduction: LossReduction = .batch) { self.reduction = reduction }

  /// l and dl/dz of one pixel.
  @inline(__always)
  public func cost(of prediction: PixelPrediction, target: Double) -> PixelCost {
    let difference = prediction.probability - target
    return PixelCost(
      value: difference * difference, derivative: 2 * difference * prediction.probability * prediction.complement)
  }
}
