internal import Foundation

/// The weights of a batch's samples from the scores of a quality network (pick-and-learn; Zhu, Shi and Wu, MICCAI 2019):
///
///     c = lambda tanh(q),   s = softmax(c),   L = sum s l
///     dL/dl = s,   dL/dq = lambda (1 - tanh^2 q) s (l - L)
///
/// The tanh bounds the scores, so that no sample weighs more than exp(2 lambda) times another.
package struct SampleQuality: Sendable, Hashable {
  /// lambda; its value in the paper is not known here.
  package var bound: Double

  package init(bound: Double = 1) { self.bound = bound }

  /// exp(c), to which a sample's weight is proportional.
  package func exponent(score: Double) -> Double { exp(bound * tanh(score)) }

  /// - Parameter scores: q, one a sample.
  /// - Returns: s, whose sum is 1.
  package func weights(scores: [Double]) -> [Double] {
    let exponents = scores.map(exponent)
    let sum = exponents.reduce(0, +)
    return exponents.map { $0 / sum }
  }

  /// - Parameter losses: l, one a sample.
  /// - Returns: L, and its derivative with respect to each score.
  package func lossAndDerivatives(scores: [Double], losses: [Double]) -> (loss: Double, derivatives: [Double]) {
    let weights = weights(scores: scores)
    let loss = zip(weights, losses).reduce(0) { $0 + $1.0 * $1.1 }
    let derivatives = scores.indices.map { sample in
      let bend = 1 - tanh(scores[sample]) * tanh(scores[sample])
      return bound * bend * weights[sample] * (losses[sample] - loss)
    }
    return (loss, derivatives)
  }
}
