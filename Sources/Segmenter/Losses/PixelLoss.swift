/// A loss that is a weighted mean over pixels: L = (1/n) sum w l(z, t), divided by the number of pixels n and not by the
/// sum of the weights.
///
/// Methods that weigh single pixels use ``writeMap(logits:target:losses:derivatives:)``.
public protocol PixelLoss: LossFunction {
  /// l and dl/dz of one pixel.
  func cost(of prediction: PixelPrediction, target: Double) -> PixelCost

  /// The loss of each pixel and its derivative, without weights and without 1/n.
  /// - Parameters:
  ///   - losses: receives l, as many as there are logits; or is empty when only the derivatives are asked for.
  ///   - derivatives: receives dl/dz, as many; or is empty when only the losses are asked for.
  func writeMap(
    logits: Span<Float>, target: Span<Float>, losses: inout MutableSpan<Float>, derivatives: inout MutableSpan<Float>
  )
}

/// What one pixel costs.
public struct PixelCost: Sendable, Hashable {
  /// l
  public var value: Double
  /// dl/dz
  public var derivative: Double

  /// A value and its derivative by the logit.
  @inline(__always)
  public init(value: Double, derivative: Double) {
    self.value = value
    self.derivative = derivative
  }
}

extension PixelLoss {
  /// Place 0: l.
  public func terms(of prediction: PixelPrediction, target: Double) -> LossTerms {
    var terms = LossTerms.zero
    terms[0] = cost(of: prediction, target: target).value
    return terms
  }

  /// L from the sums over the pixels; 0 where there are no pixels.
  public func value(of sums: LossSums) -> Double {
    sums.pixelCount > 0 ? sums.weighted[0] / sums.pixelCount : 0
  }

  /// Keeps w dl/dz for the second pass, which divides by n.
  public func sums(
    over pixels: Range<Int>, logits: Span<Float>, target: Span<Float>, weights: Span<Float>,
    keeping kept: inout MutableSpan<Float>
  ) -> LossSums {
    var sums = LossSums()
    for i in pixels {
      let prediction = PixelPrediction(logit: Double(logits[i]))
      let t = Double(target[i])
      let w = weights.isEmpty ? 1 : Double(weights[i])
      let cost = cost(of: prediction, target: t)
      var terms = LossTerms.zero
      terms[0] = cost.value
      sums.add(terms, probability: prediction.probability, target: t, weight: w)
      if !kept.isEmpty { kept[i] = Float(w * cost.derivative) }
    }
    return sums
  }

  /// w dl/dz / n of each pixel in `pixels`, times `scale`, in place of the w dl/dz that `gradient` holds.
  public func writeGradient(
    over pixels: Range<Int>, sums: LossSums, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  ) {
    let fraction = Float(scale / max(sums.pixelCount, 1))
    for i in pixels { gradient[i] *= fraction }
  }

  /// The loss of each pixel and its derivative, computed one by one.
  public func writeMap(
    logits: Span<Float>, target: Span<Float>, losses: inout MutableSpan<Float>, derivatives: inout MutableSpan<Float>
  ) {
    precondition(logits.count == target.count, "one target a logit")
    precondition(losses.isEmpty || losses.count == logits.count, "one loss a logit, or none")
    precondition(derivatives.isEmpty || derivatives.count == logits.count, "one derivative a logit, or none")
    for i in logits.indices {
      let cost = cost(of: PixelPrediction(logit: Double(logits[i])), target: Double(target[i]))
      if !losses.isEmpty { losses[i] = Float(cost.value) }
      if !derivatives.isEmpty { derivatives[i] = Float(cost.derivative) }
    }
  }
}
