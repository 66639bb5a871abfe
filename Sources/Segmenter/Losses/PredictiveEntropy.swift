internal import Foundation

/// The uncertainty of a probability that is the mean of several stochastic predictions, two classes, in nats:
///
///     u = -(p ln p + (1 - p) ln(1 - p)),   0 <= u <= ln 2
package enum PredictiveEntropy {
  /// ln 2, that of p = 1/2.
  package static let largest = log(2.0)

  @inline(__always)
  package static func value(of probability: Float) -> Float {
    let rest = 1 - probability
    guard probability > 0, rest > 0 else { return 0 }
    return -(probability * log(probability) + rest * log(rest))
  }
}
