/// How all raters of a study agree on which regions are lesions. A region is a connected component of all masks of its
/// case together.
public struct StudyDetection: Sendable, Hashable, Encodable {
  /// Regions of all cases.
  public let regions: Int
  /// Regions of cases that all raters have.
  public let completeRegions: Int
  /// Of the complete regions.
  public let fleissKappa: Double?
  /// With 95 % confidence, patients resampled.
  public let fleissInterval: ConfidenceInterval?
  /// Of all regions, a missing rater being no answer.
  public let krippendorffAlpha: Double?
  /// With 95 % confidence, patients resampled.
  public let krippendorffInterval: ConfidenceInterval?

  init(_ cases: [CaseAgreement], raters: [String], _ bootstrap: Bootstrap) {
    let answers = cases.map { entry -> [[Bool?]] in
      let places = raters.map { entry.raters.firstIndex(of: $0) }
      return entry.regions.map { region in places.map { $0.map { region.isMarked[$0] } } }
    }
    let complete = answers.map { $0.map { $0.compactMap(\.self) }.filter { $0.count == raters.count } }
    let draws = bootstrap.draws(ofPatients: cases.map(\.patient))
    regions = answers.reduce(0) { $0 + $1.count }
    completeRegions = complete.reduce(0) { $0 + $1.count }
    fleissKappa = FleissKappa.coefficient(complete.flatMap(\.self))
    fleissInterval = draws.interval { FleissKappa.coefficient($0.flatMap { complete[$0] }) }
    krippendorffAlpha = KrippendorffAlpha.coefficient(answers.flatMap(\.self))
    krippendorffInterval = draws.interval { KrippendorffAlpha.coefficient($0.flatMap { answers[$0] }) }
  }

  private enum CodingKeys: String, CodingKey {
    case regions
    case completeRegions = "complete_regions"
    case fleissKappa = "fleiss_kappa"
    case fleissInterval = "fleiss_interval"
    case krippendorffAlpha = "krippendorff_alpha"
    case krippendorffInterval = "krippendorff_interval"
  }

  /// Numbers by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(regions, forKey: .regions)
    try container.encode(completeRegions, forKey: .completeRegions)
    try container.encode(fleissKappa, forKey: .fleissKappa)
    try container.encode(fleissInterval, forKey: .fleissInterval)
    try container.encode(krippendorffAlpha, forKey: .krippendorffAlpha)
    try container.encode(krippendorffInterval, forKey: .krippendorffInterval)
  }
}
