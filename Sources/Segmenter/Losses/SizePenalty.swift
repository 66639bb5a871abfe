/// What a prediction costs whose size lies outside a band (Kervadec et al., Constrained-CNN losses, Med. Image Anal. 54,
/// 2019):
///
///     S = sum(p),   C = 1/n { (a - S)^2 where S < a,  (S - b)^2 where S > b,  0 between },   dC/dz = dC/dS p (1 - p)
///
/// with n the pixels of the image.
package enum SizePenalty {
  /// - Parameters:
  ///   - band: a and b, in pixels.
  ///   - scale: factor on the gradient.
  ///   - gradient: receives scale * dC/dz, as many as logits.
  /// - Returns: C.
  package static func value(
    logits: UnsafeBufferPointer<Float>, band: ClosedRange<Double>, scale: Double,
    gradient: UnsafeMutableBufferPointer<Float>, pool: WorkerPool
  ) -> Double {
    precondition(gradient.count == logits.count, "one gradient a logit")
    guard !logits.isEmpty else { return 0 }
    let size = pool.sum(overPixels: logits.count) { pixels in
      pixels.reduce(0) { $0 + PixelPrediction(logit: Double(logits[$1])).probability }
    }
    let excess = size - min(max(size, band.lowerBound), band.upperBound)
    let slope = scale * 2 * excess / Double(logits.count)
    pool.forPixels(logits.count) { pixels in
      for pixel in pixels {
        let prediction = PixelPrediction(logit: Double(logits[pixel]))
        gradient[pixel] = Float(slope * prediction.probability * prediction.complement)
      }
    }
    return excess * excess / Double(logits.count)
  }
}
