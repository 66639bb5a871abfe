internal import Foundation

/// The Kullback-Leibler divergence of the posterior Q of latent numbers from their prior P, Gaussians with independent
/// components, in nats:
///
///     KL(Q || P) = 1/2 sum_j [ v_p - v_q + (exp(v_q) + (m_q - m_p)^2) / exp(v_p) - 1 ],   v = ln sigma^2
package enum LatentDivergence {
  /// KL of one pixel's numbers; its gradient by all of them, times `scale`, is added to what is there.
  /// - Parameters:
  ///   - prior, posterior: `count` means, then `count` logarithms of variances.
  ///   - priorGradient, posteriorGradient: laid out alike.
  package static func value(
    count: Int, prior: UnsafePointer<Float>, posterior: UnsafePointer<Float>, scale: Double,
    priorGradient: UnsafeMutablePointer<Float>, posteriorGradient: UnsafeMutablePointer<Float>
  ) -> Double {
    var sum = 0.0
    for j in 0..<count {
      let (priorLog, posteriorLog) = (Double(prior[count + j]), Double(posterior[count + j]))
      let distance = Double(posterior[j]) - Double(prior[j])
      let precision = exp(-priorLog)
      let ratio = exp(posteriorLog) * precision
      let offset = distance * distance * precision
      sum += (priorLog - posteriorLog + ratio + offset - 1) / 2
      posteriorGradient[j] += Float(scale * distance * precision)
      posteriorGradient[count + j] += Float(scale * (ratio - 1) / 2)
      priorGradient[j] -= Float(scale * distance * precision)
      priorGradient[count + j] += Float(scale * (1 - ratio - offset) / 2)
    }
    return sum
  }
}

extension UNet {
  /// The sum of KL(Q || P) over all latent numbers of the last forward pass of a training network, each pair of Gaussians as
  /// often as it counts, in nats. Its gradient, times `scale`, is left at the moments of priors and posteriors.
  package func latentDivergence(scale: Double) -> Double {
    layers.latents.reduce(0) { sum, maps in
      let (prior, posterior) = (network.values(maps.prior), network.values(maps.posterior))
      let gradients = (network.gradients(maps.prior), network.gradients(maps.posterior))
      gradients.0.update(repeating: 0)
      gradients.1.update(repeating: 0)
      guard let p = prior.baseAddress, let q = posterior.baseAddress, let ofP = gradients.0.baseAddress,
        let ofQ = gradients.1.baseAddress
      else { return sum }
      return stride(from: 0, to: prior.count, by: maps.prior.paddedChannels).reduce(sum) { sum, pixel in
        sum
          + maps.weight
          * LatentDivergence.value(
            count: maps.prior.channels / 2, prior: p + pixel, posterior: q + pixel,
            scale: maps.weight * scale,
            priorGradient: ofP + pixel, posteriorGradient: ofQ + pixel)
      }
    }
  }

  /// Shows the annotation of each of the first inputs to the part of the network that sees it in training.
  /// - Parameter target: image after image, pixel after pixel.
  package func showAnnotations(imageCount: Int, _ target: UnsafeBufferPointer<Float>) {
    guard let annotated = layers.annotated else { return }
    precondition(target.count >= imageCount * pixelsPerImage)
    let channels = architecture.inputChannels
    network.pool.run(imageCount) { image, _ in
      let (from, to) = (input(image: image), network.input(annotated, image: image))
      for pixel in 0..<pixelsPerImage {
        for channel in 0..<channels { to[pixel * (channels + 1) + channel] = from[pixel * channels + channel] }
        to[pixel * (channels + 1) + channels] = target[image * pixelsPerImage + pixel]
      }
    }
  }
}
