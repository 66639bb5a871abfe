/// Where and how often units are dropped while a network's dropout is drawn (Srivastava et al., JMLR 2014; kept units are
/// multiplied by 1 / (1 - rate), so that nothing is scaled when it is off).
public struct Dropout: Sendable, Hashable, Codable {
  /// After the ReLU of which block.
  public enum Place: String, Sendable, Hashable, Codable, CaseIterable {
    /// The block below the last pooling: the deepest level.
    case bottleneck
    /// The first block on the way up: the second deepest level.
    case firstDecoder = "first-decoder"
    /// The last block, before the 1x1 convolution.
    case lastDecoder = "last-decoder"
  }

  /// Fraction of the units that are dropped, from 0 up to below 1.
  public var rate: Double
  /// Where units are dropped.
  public var places: [Place]

  /// Unless told otherwise at the two deepest levels, for Monte Carlo samples, and before the last convolution, for the
  /// perturbed teachers of PNT, INT and PINT.
  public init(rate: Double = 0.5, places: [Place] = Place.allCases) {
    self.rate = rate
    self.places = places
  }
}
