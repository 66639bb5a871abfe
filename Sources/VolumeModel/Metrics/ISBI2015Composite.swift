/// The ISBI 2015 composite over several scans: of predictions against each rater, and of two raters against each other. A
/// single scan has none, because the composite needs a correlation of volumes.
public struct ISBI2015Composite: Sendable, Hashable {
  /// One scan: a prediction and the raters' masks, in one order in all scans.
  public struct Scan: Sendable {
    /// The predicted mask.
    public let prediction: Mask
    /// One mask a rater, on the same grid.
    public let raters: [Mask]

    /// A scan; all masks lie on one grid.
    public init(prediction: Mask, raters: [Mask]) {
      self.prediction = prediction
      self.raters = raters
    }
  }

  /// Over fewer scans there is none: of any two volumes the correlation is 1 or -1.
  public static let fewestScans = 3

  /// Scans that went in.
  public let scanCount: Int
  /// Pearson's, of the predicted volumes with each rater's; nil where it is not defined.
  public let correlations: [Double?]
  /// The mean over raters; nil where one is not defined.
  public let composite: Double?
  /// The mean of rater 1 against rater 2 and of 2 against 1; nil unless there are two raters.
  public let interRater: Double?
  /// On the challenge's scale, on which 90 is as good as the raters; nil where one of both is not defined.
  public var score: Double? {
    guard let composite, let interRater else { return nil }
    return ISBI2015Score.normalised(composite: composite, interRater: interRater)
  }

  /// The composite over scans.
  public init(_ scans: [Scan]) {
    scanCount = scans.count
    let raters = scans.map(\.raters.count).min() ?? 0
    let against = (0..<raters).map { rater in
      Side(scans.map { (reference: $0.raters[rater], candidate: $0.prediction) })
    }
    correlations = against.map(\.correlation)
    composite = Self.mean(against.map(\.composite))
    interRater =
      raters == 2
      ? Self.mean([
        Side(scans.map { (reference: $0.raters[0], candidate: $0.raters[1]) }).composite,
        Side(scans.map { (reference: $0.raters[1], candidate: $0.raters[0]) }).composite,
      ]) : nil
  }

  /// One mask of every scan against another.
  private struct Side {
    let correlation: Double?
    let composite: Double?

    init(_ pairs: [(reference: Mask, candidate: Mask)]) {
      correlation =
        pairs.count < ISBI2015Composite.fewestScans
        ? nil : ISBI2015Score.correlation(pairs.map(\.candidate.volumeML), pairs.map(\.reference.volumeML))
      let terms = pairs.compactMap { ISBI2015Score.scanTerms(reference: $0.reference, candidate: $0.candidate) }
      composite =
        terms.count == pairs.count ? ISBI2015Score.composite(scanTerms: terms, volumeCorrelation: correlation) : nil
    }
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty || known.count < values.count ? nil : known.reduce(0, +) / Double(known.count)
  }
}

extension ISBI2015Composite: Encodable {
  private enum CodingKeys: String, CodingKey {
    case scans, sc, score
    case interRater = "sc_inter_rater"
    case correlations = "volume_correlation"
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(scanCount, forKey: .scans)
    try container.encode(composite, forKey: .sc)
    try container.encode(score, forKey: .score)
    try container.encode(interRater, forKey: .interRater)
    try container.encode(correlations, forKey: .correlations)
  }
}
