/// The sum of ``EffectiveSoftDice`` and ``BinaryCrossEntropy``, the usual compound loss for lesions (Taghanaki et al.,
/// Computerized Medical Imaging and Graphics 75, 2019; Isensee et al., Nature Methods 18, 2021):
///
///     L = L_Dice + (1/n) sum(w l_CE),   dL/dz = w ((a t + b p + c) p (1 - p) + (p - t) / n)
///
/// The cross-entropy has a gradient where the overlap alone is saturated, so the network neither collapses to background
/// nor puts all its probabilities at 0 and 1.
public struct DiceCrossEntropy: LossFunction {
  /// What the sums of the loss run over.
  public var reduction: LossReduction
  private let dice: EffectiveSoftDice

  /// The sum of both losses, each with its default parameters.
  public init(reduction: LossReduction = .batch) {
    self.reduction = reduction
    dice = EffectiveSoftDice(reduction: reduction)
  }

  /// Places: those of ``OverlapSums``, then the cross-entropy of the pixel.
  private static let crossEntropyPlace = 6

  /// Places 0 to 5: those of ``OverlapSums``; 6: the cross-entropy of the pixel.
  public func terms(of prediction: PixelPrediction, target: Double) -> LossTerms {
    var terms = OverlapSums.terms(prediction.probability, target)
    terms[Self.crossEntropyPlace] = prediction.backgroundCost - target * prediction.logit
    return terms
  }

  /// L from the sums over the pixels; 0 where there are no pixels.
  public func value(of sums: LossSums) -> Double {
    guard sums.pixelCount > 0 else { return 0 }
    return dice.value(of: sums) + sums.weighted[Self.crossEntropyPlace] / sums.pixelCount
  }

  /// dL/dz of each pixel in `pixels`, times `scale`, in place of what `gradient` holds: the probability p.
  public func writeGradient(
    over pixels: Range<Int>, sums: LossSums, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  ) {
    let overlap = dice.derivatives(of: sums, scale: scale)
    let fraction = Float(scale / max(sums.pixelCount, 1))
    for i in pixels {
      let (p, t) = (gradient[i], target[i])
      let w = weights.isEmpty ? 1 : weights[i]
      let ofDice = (overlap.perTarget * t + overlap.perProbability * p + overlap.constant) * p * (1 - p)
      gradient[i] = w * (ofDice + fraction * (p - t))
    }
  }
}
