internal import Foundation

extension LabelTrust {
  /// a at an entropy u in nats.
  package func fraction(entropy: Float) -> Float {
    switch self {
    case .exponential: exp(-entropy)
    case .linear: max(0, 1 - entropy / Float(PredictiveEntropy.largest))
    }
  }
}
