/// How teachers are asked, and what is made of their answers (PNT, INT, PINT, UA-MT); part of `run.toml`.
public struct TeacherSettings: Sendable, Hashable, Codable {
  /// Perturbed predictions a step, K.
  public var samples: Int
  /// Of PNT, INT, PINT.
  public var trust: LabelTrust
  /// Of INT and PINT.
  public var region: TrustRegion

  /// - Parameter samples: 1 to 64.
  public init(samples: Int = 4, trust: LabelTrust = .exponential, region: TrustRegion = .lesions) {
    self.samples = samples
    self.trust = trust
    self.region = region
  }

  func check() throws(TrainingError) {
    guard (1...64).contains(samples) else {
      throw .plan("\(samples) predictions of the teacher a step; 1 to 64 are possible")
    }
  }
}

/// How far a label is believed where the teacher is uncertain by u: the fraction a of the given label in the blend with the
/// teacher's (PNT, INT, PINT; Shi and Wu, MICCAI 2021).
///
/// The source gives no formula. Both rules are monotone and 1 for a certain pixel.
public enum LabelTrust: String, Sendable, Hashable, Codable, CaseIterable {
  /// a = exp(-u), from 1 down to 1/2.
  case exponential
  /// a = 1 - u / ln 2, from 1 down to 0: where the teacher knows nothing, its pseudo-label alone counts.
  case linear
}

/// Over which pixels of a slice INT and PINT take the mean uncertainty that says how far the slice's label is believed.
public enum TrustRegion: String, Sendable, Hashable, Codable, CaseIterable {
  /// Pixels within 3 pixels of the label or of the teacher's prediction. Of the whole slice over 99 of 100 pixels are
  /// certain background: its mean is about 0.01 whatever the label is worth.
  case lesions
  case slice
}
