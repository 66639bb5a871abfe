/// How the raters of a study agree, over all of its cases.
public struct StudyAgreement: Sendable, Encodable {
  /// Cases by case, as they were given.
  public let cases: [CaseAgreement]
  /// All raters, in the order in which masks are listed.
  public let raters: [String]
  /// Every pair of raters that has a case in common, the earlier rater as the reference.
  public let pairs: [ComparisonSummary]
  /// Volumes of all raters in the cases that all of them have, in millilitres; nil for fewer than two such cases.
  public let volumes: IntraclassCorrelation?
  /// The classes of places by which lesions are counted, in the order of their labels; empty where none were given.
  public let regionClasses: [String]
  /// Which regions are lesions.
  public let detection: StudyDetection
  /// One for each rater, with its comparison with the consensus of the others.
  public let profiles: [RaterProfile]

  /// A region of a case on which the raters disagree.
  public struct Disagreement: Sendable {
    /// The case.
    public let inCase: CaseAgreement
    /// The region.
    public let region: CaseAgreement.Region
    /// Who marked it.
    public var markedBy: [String] { zip(inCase.raters, region.isMarked).filter(\.1).map(\.0) }
  }

  /// Summarises cases.
  /// - Parameters:
  ///   - rules: those by which the cases were compared.
  ///   - bootstrap: how intervals are made; patients are resampled.
  public init(_ cases: [CaseAgreement], rules: ComparisonRules, bootstrap: Bootstrap) {
    self.cases = cases
    var names: [String] = []
    for rater in cases.flatMap(\.raters) where !names.contains(rater) { names.append(rater) }
    names.sort { RaterNaming.order(of: $0) < RaterNaming.order(of: $1) }
    raters = names
    let classes = RegionClasses.inOrder(cases.flatMap(\.regionClasses))
    regionClasses = classes
    var pairs: [ComparisonSummary] = []
    for (place, reference) in names.enumerated() {
      for candidate in names[(place + 1)...] {
        let found = cases.compactMap { entry in
          entry.pairs.first { $0.reference == reference && $0.candidate == candidate }.map { (entry, $0) }
        }
        guard !found.isEmpty else { continue }
        pairs.append(ComparisonSummary(found, isPair: true, rules.sizes, regions: classes, bootstrap))
      }
    }
    self.pairs = pairs
    volumes = IntraclassCorrelation(
      cases.filter { $0.raters.count == names.count }.map { entry in
        names.compactMap { name in entry.raters.firstIndex(of: name).map { entry.volumesML[$0] } }
      })
    detection = StudyDetection(cases, raters: names, bootstrap)
    profiles = names.map { name in
      let found = cases.compactMap { entry in
        entry.againstOthers.first { $0.candidate == name }.map { (entry, $0) }
      }
      return RaterProfile(
        name, againstOthers: ComparisonSummary(found, isPair: false, rules.sizes, regions: classes, bootstrap), cases,
        bootstrap)
    }
  }

  /// The regions with the largest volume that some drew and others did not, the largest first.
  public func worstDisagreements(_ count: Int) -> [Disagreement] {
    let all = cases.flatMap { entry in entry.regions.map { Disagreement(inCase: entry, region: $0) } }
    let sorted = all.enumerated().sorted {
      ($1.element.region.disagreementMM3, $0.offset) < ($0.element.region.disagreementMM3, $1.offset)
    }
    return sorted.prefix(max(0, count)).map(\.element).filter { $0.region.disagreementMM3 > 0 }
  }

  private enum CodingKeys: String, CodingKey {
    case cases, pairs, volumes, detection
    case raterNames = "rater_names"
    case regionClasses = "region_classes"
    case againstOthers = "against_consensus_of_others"
    case raters
    case prediction = "prediction_froc"
  }

  /// Everything, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(raters, forKey: .raterNames)
    try container.encode(regionClasses, forKey: .regionClasses)
    try container.encode(cases, forKey: .cases)
    try container.encode(pairs, forKey: .pairs)
    try container.encode(profiles.map(\.againstOthers), forKey: .againstOthers)
    try container.encode(volumes, forKey: .volumes)
    try container.encode(detection, forKey: .detection)
    try container.encode(profiles, forKey: .raters)
    try container.encode(PredictionDocument(self), forKey: .prediction)
  }
}
