/// The student follows the teacher where that is certain (UA-MT; Yu et al., MICCAI 2019):
///
///     L = sum m ||p - q||^2 / (2 sum m + 1e-16) = sum m (p - q)^2 / sum m,   m = 1 where u < H
///
/// with the squared distance over both classes.
package enum ConsistencyLoss {
  /// H at a place of the run: a rising fraction of the largest entropy, from 0.75 (+ 0.25 exp(-5)) to 1.
  package static func entropyLimit(ramp: Double) -> Double { (0.75 + 0.25 * ramp) * PredictiveEntropy.largest }

  /// - Parameters:
  ///   - probabilities, entropies: of the teacher's mean; as many as logits or more.
  ///   - scale: factor on the gradient.
  ///   - gradient: receives scale * dL/dz, as many as logits.
  /// - Returns: L; 0 where nothing is certain.
  package static func value(
    logits: UnsafeBufferPointer<Float>, probabilities: UnsafeBufferPointer<Float>,
    entropies: UnsafeBufferPointer<Float>, entropyLimit: Double, scale: Double,
    gradient: UnsafeMutableBufferPointer<Float>, pool: WorkerPool
  ) -> Double {
    let count = logits.count
    precondition(probabilities.count >= count && entropies.count >= count && gradient.count == count)
    let limit = Float(entropyLimit)
    let certain = pool.sum(overPixels: count) { pixels in Double(pixels.count { entropies[$0] < limit }) }
    let fraction = 1 / max(certain, 1)
    return fraction
      * pool.sum(overPixels: count) { pixels in
        var sum = 0.0
        for i in pixels {
          guard entropies[i] < limit else {
            gradient[i] = 0
            continue
          }
          let prediction = PixelPrediction(logit: Double(logits[i]))
          let distance = prediction.probability - Double(probabilities[i])
          sum += distance * distance
          gradient[i] = Float(
            scale * fraction * 2 * distance * prediction.probability * prediction.complement)
        }
        return sum
      }
  }
}
