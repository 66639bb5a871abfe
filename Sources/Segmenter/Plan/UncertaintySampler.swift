/// Where the samples come from that an uncertainty is computed of.
public struct UncertaintySampler: Sendable, Hashable, Codable {
  /// The ways of sampling.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Monte Carlo dropout: passes that drop units at random (Gal and Ghahramani, ICML 2016).
    case dropout
    /// A deep ensemble: networks of other initial weights and orders (Lakshminarayanan et al., NeurIPS 2017).
    case ensemble
    /// Test-time augmentation: the image mirrored and turned by -5, 0 and 5 degrees, with a little noise, and the
    /// prediction brought back (Wang et al., Neurocomputing 2019).
    case testTime = "test-time"
  }

  /// The way of sampling.
  public var kind: Kind
  /// Samples a slice; an ensemble has as many as it has members.
  public var count: Int

  /// - Parameter count: nil for the usual number: 10 of dropout, 6 of test-time augmentation, 5 of an ensemble.
  public init(_ kind: Kind = .dropout, count: Int? = nil) {
    self.kind = kind
    self.count =
      count
      ?? {
        switch kind {
        case .dropout: 10
        case .testTime: 6
        case .ensemble: 5
        }
      }()
  }

  /// What is dropped when nothing else is said: half of the units of the two deepest levels.
  public static let dropout = Dropout(rate: 0.5, places: [.bottleneck, .firstDecoder])
}
