/// The given label y and a teacher's pseudo-label q, pixel by pixel (PNT and INT; Shi and Wu, MICCAI 2021):
///
///     l = a CE(p, y) + (1 - a) (p - q)^2,   dl/dz = a (p - y) + (1 - a) 2 (p - q) p (1 - p)
///
/// The trust a and q are constants. A loss over a batch is the mean over its pixels.
package enum BlendLoss {
  @inline(__always)
  package static func cost(
    of prediction: PixelPrediction, label: Double, pseudoLabel: Double, trust: Double
  ) -> PixelCost {
    let p = prediction.probability
    let distance = p - pseudoLabel
    var cost = BinaryCrossEntropy().cost(of: prediction, target: label)
    // An infinite cross-entropy at no trust at all counts nothing.
    guard trust < 1 else { return cost }
    cost.value = (trust > 0 ? trust * cost.value : 0) + (1 - trust) * distance * distance
    cost.derivative = trust * cost.derivative + (1 - trust) * 2 * distance * p * prediction.complement
    return cost
  }

  /// The mean over all pixels; its gradient with respect to the logits goes to `gradient`.
  /// - Parameters:
  ///   - labels, pseudoLabels, trust: as many as logits or more.
  ///   - gradient: as many as logits.
  package static func value(
    logits: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>, pseudoLabels: UnsafeBufferPointer<Float>,
    trust: UnsafeBufferPointer<Float>, gradient: UnsafeMutableBufferPointer<Float>, pool: WorkerPool
  ) -> Double {
    let count = logits.count
    precondition(labels.count >= count && pseudoLabels.count >= count && trust.count >= count)
    precondition(gradient.count == count, "one gradient a logit")
    guard count > 0 else { return 0 }
    let fraction = 1 / Double(count)
    return fraction
      * pool.sum(overPixels: count) { pixels in
        var sum = 0.0
        for i in pixels {
          let cost = cost(
            of: PixelPrediction(logit: Double(logits[i])), label: Double(labels[i]),
            pseudoLabel: Double(pseudoLabels[i]), trust: Double(trust[i]))
          sum += cost.value
          gradient[i] = Float(fraction * cost.derivative)
        }
        return sum
      }
  }
}
