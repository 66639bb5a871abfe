/// How teachers are asked, and what is made of their answers (PNT, INT, PINT, UA-MT); part of `run.toml`.
public struct TeacherSettings: Sendable, Hashable, Codable {
  /// Perturbed predictions a step, K.
  public var samples: Int
  /// Of PNT, INT, PINT.
  public var trust: LabelTrust
  /// Of INT and PINT.
  public var region: TrustRegion

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
