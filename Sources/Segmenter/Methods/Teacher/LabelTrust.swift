internal import Foundation

/// How far a label is believed where the teacher is uncertain by u: the share a of the given label in the blend with the
/// teacher's (PNT, INT, PINT; Shi and Wu, MICCAI 2021).
///
/// The source gives no formula. Both rules are monotone and 1 for a certain pixel.
public enum LabelTrust: String, Sendable, Hashable, Codable, CaseIterable {
  /// a = exp(-u), from 1 down to 1/2.
  case exponential
  /// a = 1 - u / ln 2, from 1 down to 0: where the teacher knows nothing, its pseudo-label alone counts.
  case linear

  package func share(entropy: Float) -> Float {
    switch self {
    case .exponential: exp(-entropy)
    case .linear: max(0, 1 - entropy / Float(PredictiveEntropy.largest))
    }
  }
}

/// Over which pixels of a slice INT and PINT take the mean uncertainty that says how far the slice's label is believed.
public enum TrustRegion: String, Sendable, Hashable, Codable, CaseIterable {
  /// Pixels within 3 pixels of the label or of the teacher's prediction. Of the whole slice over 99 of 100 pixels are
  /// certain background: its mean is about 0.01 whatever the label is worth.
  case lesions
  case slice
}
