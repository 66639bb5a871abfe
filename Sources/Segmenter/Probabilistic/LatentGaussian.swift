internal import Foundation

/// Gaussians with independent components, one an image, as probabilistic networks draw from: means and logarithms of
/// variances, component after component.
package struct LatentGaussian: Sendable, Hashable {
  /// m of each component.
  package var mean: [Double]
  /// v = ln sigma^2 of each component.
  package var logVariance: [Double]

  package init(mean: [Double], logVariance: [Double]) {
    precondition(mean.count == logVariance.count, "a variance for each mean")
    self.mean = mean
    self.logVariance = logVariance
  }

  /// m + exp(v / 2) e.
  package func sample(_ noise: [Double]) -> [Double] {
    mean.indices.map { mean[$0] + exp(logVariance[$0] / 2) * noise[$0] }
  }

  /// The Kullback-Leibler divergence of this Gaussian, Q, from another, P, in nats:
  ///
  ///     KL(Q || P) = 1/2 sum_j [ v_p - v_q + (exp(v_q) + (m_q - m_p)^2) / exp(v_p) - 1 ]
  package func divergence(from other: LatentGaussian) -> Double {
    mean.indices.reduce(0) { sum, j in
      let distance = mean[j] - other.mean[j]
      return sum
        + (other.logVariance[j] - logVariance[j]
          + (exp(logVariance[j]) + distance * distance) * exp(-other.logVariance[j]) - 1) / 2
    }
  }

  /// The derivatives of ``divergence(from:)`` by this Gaussian's numbers and by the other's.
  package func divergenceGradients(from other: LatentGaussian) -> (own: LatentGaussian, other: LatentGaussian) {
    var own = LatentGaussian(mean: mean, logVariance: mean)
    var others = own
    for j in mean.indices {
      let (distance, precision) = (mean[j] - other.mean[j], exp(-other.logVariance[j]))
      let ratio = exp(logVariance[j]) * precision
      own.mean[j] = distance * precision
      own.logVariance[j] = (ratio - 1) / 2
      others.mean[j] = -distance * precision
      others.logVariance[j] = (1 - ratio - distance * distance * precision) / 2
    }
    return (own, others)
  }
}
