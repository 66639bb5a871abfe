internal import Foundation

/// What a discriminator with a class for made-up images makes small (Salimans et al., Improved techniques for training GANs,
/// NeurIPS 2016, section 5; Mondal et al., 2018, pixel by pixel). With l the logits of lesion and background, that of the
/// made-up class being 0, and Z = sum exp l:
///
///     -ln(Z / (Z + 1)) = softplus(-ln Z) of a real pixel,   -ln(1 / (Z + 1)) = softplus(ln Z) of a made-up one
///     l = r + z / 2, r - z / 2:   ln Z = r + ln(2 cosh(z / 2))
package enum RealnessLoss {
  /// The mean over some pixels.
  /// - Parameters:
  ///   - z, r: of each pixel.
  ///   - isReal: which of the two is asked for.
  ///   - zGradient, rGradient: receive its derivatives.
  package static func value(
    z: UnsafeBufferPointer<Float>, r: UnsafeBufferPointer<Float>, isReal: Bool,
    zGradient: UnsafeMutableBufferPointer<Float>, rGradient: UnsafeMutableBufferPointer<Float>, pool: WorkerPool
  ) -> Double {
    let fraction = 1 / Double(max(1, z.count))
    return fraction
      * pool.sum(overPixels: z.count) { pixels in
        pixels.reduce(0.0) { sum, i in
          let half = abs(Double(z[i])) / 2
          let total = Double(r[i]) + half + log1p(exp(-2 * half))
          let margin = isReal ? -total : total
          let derivative = (isReal ? -fraction : fraction) / (1 + exp(-margin))
          rGradient[i] = Float(derivative)
          zGradient[i] = Float(derivative * tanh(Double(z[i]) / 2) / 2)
          return sum + max(margin, 0) + log1p(exp(-abs(margin)))
        }
      }
  }
}
