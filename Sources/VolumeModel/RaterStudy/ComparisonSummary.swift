/// Two raters, or a rater and the consensus of the others, over all cases that both have.
public struct ComparisonSummary: Sendable, Hashable, Encodable {
  /// The name of the rater that is the reference, or "consensus of the others".
  public let reference: String
  /// The name of the rater that is judged.
  public let candidate: String
  /// Cases with masks of both.
  public let cases: Int
  /// Overlap, surfaces and lesions.
  public let measures: [MeasureSummary]
  /// Lesions of the reference, and how many of them the candidate found.
  public let referenceBySize: [LesionClassSummary]
  /// Lesions of the candidate, and how many of them stand on a lesion of the reference.
  public let candidateBySize: [LesionClassSummary]
  /// Lesions of the reference by their places; empty where no classes were given.
  public let referenceByRegion: [LesionClassSummary]
  /// Lesions of the candidate by their places.
  public let candidateByRegion: [LesionClassSummary]
  /// Where the candidate draws the outline; nil without a lesion that both have.
  public let outline: OutlineSummary?
  /// The volumes of both.
  public let volumes: VolumeAgreement
  /// Regions that both, one or neither marked; nil against the consensus.
  public let detection: PairDetection?

  /// The summary of a measure.
  public subscript(measure: AgreementMeasure) -> MeasureSummary? { measures.first { $0.measure == measure } }

  /// - Parameters:
  ///   - found: the case and its comparison of these two.
  ///   - isPair: whether both are raters.
  ///   - regions: the classes of places of the study.
  init(
    _ found: [(of: CaseAgreement, comparison: CaseAgreement.Comparison)], isPair: Bool, _ classes: LesionSizeClasses,
    regions: [String], _ bootstrap: Bootstrap
  ) {
    let comparisons = found.map(\.comparison)
    reference = comparisons.first?.reference ?? ""
    candidate = comparisons.first?.candidate ?? ""
    cases = found.count
    let draws = bootstrap.draws(ofPatients: found.map(\.of.patient))
    let metrics = comparisons.map(\.metrics)
    measures = AgreementMeasure.allCases.map { MeasureSummary($0, metrics, draws) }
    referenceBySize = LesionClassSummary.bySize(comparisons.map(\.referenceBySize), classes, draws)
    candidateBySize = LesionClassSummary.bySize(comparisons.map(\.candidateBySize), classes, draws)
    referenceByRegion = LesionClassSummary.byRegion(comparisons.map(\.referenceByRegion), regions, draws)
    candidateByRegion = LesionClassSummary.byRegion(comparisons.map(\.candidateByRegion), regions, draws)
    outline = OutlineSummary(comparisons.map(\.outline), draws)
    volumes = VolumeAgreement(
      reference: metrics.map(\.volumeReferenceML), candidate: metrics.map(\.volumeCandidateML), draws)
    let (first, second) = (reference, candidate)
    detection =
      isPair
      ? PairDetection(
        found.map { entry in
          let places = [first, second].compactMap { entry.of.raters.firstIndex(of: $0) }
          guard places.count == 2 else { return [] }
          return entry.of.regions.map { ($0.isMarked[places[0]], $0.isMarked[places[1]]) }
        }, draws) : nil
  }

  private enum CodingKeys: String, CodingKey {
    case reference, candidate, cases, measures, outline, volumes, detection
    case referenceBySize = "reference_lesions_by_size"
    case candidateBySize = "candidate_lesions_by_size"
    case referenceByRegion = "reference_lesions_by_region"
    case candidateByRegion = "candidate_lesions_by_region"
  }

  /// Measures by their names, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(reference, forKey: .reference)
    try container.encode(candidate, forKey: .candidate)
    try container.encode(cases, forKey: .cases)
    var named = container.nestedContainer(keyedBy: AgreementMeasure.self, forKey: .measures)
    for summary in measures { try named.encode(summary, forKey: summary.measure) }
    try container.encode(referenceBySize, forKey: .referenceBySize)
    try container.encode(candidateBySize, forKey: .candidateBySize)
    try container.encode(referenceByRegion, forKey: .referenceByRegion)
    try container.encode(candidateByRegion, forKey: .candidateByRegion)
    try container.encode(outline, forKey: .outline)
    try container.encode(volumes, forKey: .volumes)
    try container.encode(detection, forKey: .detection)
  }
}

/// Where a rater draws the outline of lesions that the other side has too, over a study: means over surface voxels.
public struct OutlineSummary: Sendable, Hashable, Encodable {
  /// How far outside the reference, in mm.
  public let overMM: Double
  /// How far inside, in mm.
  public let underMM: Double
  /// Outside minus inside: positive for a rater who draws larger.
  public let signedMM: Double
  /// Of the signed mean, patients resampled.
  public let signedInterval: ConfidenceInterval?

  init?(_ cases: [OutlineBias?], _ draws: BootstrapDraws) {
    let known = cases.compactMap(\.self)
    let surface = known.reduce(0.0) { $0 + Double($1.surfaceVoxels) }
    guard surface > 0 else { return nil }
    overMM = known.reduce(0) { $0 + $1.overMM * Double($1.surfaceVoxels) } / surface
    underMM = known.reduce(0) { $0 + $1.underMM * Double($1.surfaceVoxels) } / surface
    signedMM = overMM - underMM
    signedInterval = draws.ratioInterval(
      cases.map { bias in
        let voxels = Double(bias?.surfaceVoxels ?? 0)
        return ((bias?.signedMM ?? 0) * voxels, voxels)
      })
  }

  private enum CodingKeys: String, CodingKey {
    case overMM = "over_mm"
    case underMM = "under_mm"
    case signedMM = "signed_mm"
    case signedInterval = "signed_interval_mm"
  }
}

extension Bootstrap {
  /// Draws of observations, one for each entry; those of one patient are drawn together.
  public func draws(ofPatients patients: [String]) -> BootstrapDraws {
    var groups: [[Int]] = []
    var places: [String: Int] = [:]
    for (observation, patient) in patients.enumerated() {
      if let place = places[patient] {
        groups[place].append(observation)
      } else {
        places[patient] = groups.count
        groups.append([observation])
      }
    }
    return draws(groups: groups)
  }
}
