internal import Foundation

/// How the lesion volumes of two raters agree over a study, in millilitres.
public struct VolumeAgreement: Sendable, Hashable, Encodable {
  /// Candidate minus reference against the mean of both; nil for fewer than two cases.
  public let blandAltman: BlandAltman?
  /// Lin's concordance.
  public let concordance: Double?
  /// With 95 % confidence, patients resampled.
  public let concordanceInterval: ConfidenceInterval?
  /// ICC(2,1), ICC(3,1) and the smallest detectable change.
  public let intraclass: IntraclassCorrelation?
  /// Candidate divided by reference, the geometric mean over the cases in which both drew something.
  public let ratio: Double?
  /// With 95 % confidence, patients resampled.
  public let ratioInterval: ConfidenceInterval?

  init(reference: [Double], candidate: [Double], _ draws: BootstrapDraws) {
    blandAltman = BlandAltman(reference, candidate)
    concordance = ConcordanceCorrelation.coefficient(reference, candidate)
    concordanceInterval = draws.interval { places in
      ConcordanceCorrelation.coefficient(places.map { reference[$0] }, places.map { candidate[$0] })
    }
    intraclass = IntraclassCorrelation(zip(reference, candidate).map { [$0, $1] })
    let logarithms = zip(reference, candidate).map { $0 > 0 && $1 > 0 ? log($1 / $0) : nil }
    ratio = SampleSummary(logarithms.compactMap(\.self)).map { exp($0.mean) }
    ratioInterval = draws.meanInterval(logarithms).map {
      ConfidenceInterval(lower: exp($0.lower), upper: exp($0.upper))
    }
  }

  private enum CodingKeys: String, CodingKey {
    case concordance, intraclass, ratio
    case blandAltman = "bland_altman"
    case concordanceInterval = "concordance_interval"
    case ratioInterval = "ratio_interval"
  }

  /// Numbers by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(blandAltman, forKey: .blandAltman)
    try container.encode(concordance, forKey: .concordance)
    try container.encode(concordanceInterval, forKey: .concordanceInterval)
    try container.encode(intraclass, forKey: .intraclass)
    try container.encode(ratio, forKey: .ratio)
    try container.encode(ratioInterval, forKey: .ratioInterval)
  }
}
