/// What one rater does otherwise than the others.
public struct RaterProfile: Sendable, Hashable, Encodable {
  /// The rater.
  public let name: String
  /// Whether some of the masks were computed to stand in for a person.
  public let isSimulated: Bool
  /// The rater against the consensus of the others: volume ratio, outline, misses and additions by size.
  public let againstOthers: ComparisonSummary
  /// Regions that the rater marked.
  public let markedRegions: Int
  /// Regions that no one else marked, in cases with three raters or more.
  public let markedAlone: Int
  /// Regions that everybody else marked, in cases with three raters or more.
  public let missedAlone: Int
  /// The mean Dice with each other rater, over the cases.
  public let diceWithOthers: Double?
  /// The mean Dice of the others with one another, over the cases with three raters or more.
  public let diceAmongOthers: Double?
  /// The mean over these cases of the first minus the second, and its interval by resampled patients.
  public let diceGap: Double?
  /// With 95 % confidence.
  public let diceGapInterval: ConfidenceInterval?

  /// Whether the others agree with one another more than with this rater, by more than chance: the whole interval of
  /// the gap lies below 0. Nil where there is no interval.
  public var disagreesWithEveryone: Bool? { diceGapInterval.map { $0.upper < 0 } }

  /// The fraction of the lesions of the consensus of the others that the rater found; nil without lesions.
  public var foundFraction: Double? { againstOthers.referenceBySize.map(\.counts).reduce(LesionCounts(), +).rate }

  /// Lesions of the rater that stand on none of the consensus of the others, the mean over the cases.
  public var falsePositivesPerCase: Double {
    let own = againstOthers.candidateBySize.map(\.counts).reduce(LesionCounts(), +)
    return Double(own.lesions - own.found) / Double(max(againstOthers.cases, 1))
  }

  init(_ name: String, againstOthers: ComparisonSummary, _ cases: [CaseAgreement], _ bootstrap: Bootstrap) {
    self.name = name
    self.againstOthers = againstOthers
    let own = cases.filter { $0.raters.contains(name) }
    isSimulated = own.contains { $0.simulated.contains(name) }
    var (marked, alone, missed) = (0, 0, 0)
    for entry in own {
      guard let place = entry.raters.firstIndex(of: name) else { continue }
      for region in entry.regions {
        let others = region.isMarked.count { $0 } - (region.isMarked[place] ? 1 : 0)
        if region.isMarked[place] { marked += 1 }
        guard entry.raters.count > 2 else { continue }
        if region.isMarked[place], others == 0 { alone += 1 }
        if !region.isMarked[place], others == entry.raters.count - 1 { missed += 1 }
      }
    }
    (markedRegions, markedAlone, missedAlone) = (marked, alone, missed)
    func dice(_ entry: CaseAgreement, with: Bool) -> Double? {
      SampleSummary(
        entry.pairs.filter { ($0.reference == name || $0.candidate == name) == with }.map(\.metrics.dice))?.mean
    }
    let mine = own.map { dice($0, with: true) }
    let theirs = own.map { dice($0, with: false) }
    diceWithOthers = SampleSummary(mine.compactMap(\.self))?.mean
    diceAmongOthers = SampleSummary(theirs.compactMap(\.self))?.mean
    let gaps = zip(mine, theirs).map { mine, theirs in theirs.flatMap { their in mine.map { $0 - their } } }
    diceGap = SampleSummary(gaps.compactMap(\.self))?.mean
    diceGapInterval = bootstrap.draws(ofPatients: own.map(\.patient)).meanInterval(gaps)
  }

  private enum CodingKeys: String, CodingKey {
    case name, simulated
    case volumeRatio = "volume_ratio"
    case volumeRatioInterval = "volume_ratio_interval"
    case outline
    case foundBySize = "found_by_size"
    case ownBySize = "own_lesions_by_size"
    case foundByRegion = "found_by_region"
    case ownByRegion = "own_lesions_by_region"
    case foundFraction = "found_fraction"
    case falsePositivesPerCase = "false_positives_per_case"
    case markedRegions = "marked_regions"
    case markedAlone = "marked_alone"
    case missedAlone = "missed_alone"
    case diceWithOthers = "dice_with_others"
    case diceAmongOthers = "dice_among_others"
    case diceGap = "dice_gap"
    case diceGapInterval = "dice_gap_interval"
    case disagreesWithEveryone = "disagrees_with_everyone"
  }

  /// Numbers by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(isSimulated, forKey: .simulated)
    try container.encode(againstOthers.volumes.ratio, forKey: .volumeRatio)
    try container.encode(againstOthers.volumes.ratioInterval, forKey: .volumeRatioInterval)
    try container.encode(againstOthers.outline, forKey: .outline)
    try container.encode(againstOthers.referenceBySize, forKey: .foundBySize)
    try container.encode(againstOthers.candidateBySize, forKey: .ownBySize)
    try container.encode(againstOthers.referenceByRegion, forKey: .foundByRegion)
    try container.encode(againstOthers.candidateByRegion, forKey: .ownByRegion)
    try container.encode(foundFraction, forKey: .foundFraction)
    try container.encode(falsePositivesPerCase, forKey: .falsePositivesPerCase)
    try container.encode(markedRegions, forKey: .markedRegions)
    try container.encode(markedAlone, forKey: .markedAlone)
    try container.encode(missedAlone, forKey: .missedAlone)
    try container.encode(diceWithOthers, forKey: .diceWithOthers)
    try container.encode(diceAmongOthers, forKey: .diceAmongOthers)
    try container.encode(diceGap, forKey: .diceGap)
    try container.encode(diceGapInterval, forKey: .diceGapInterval)
    try container.encode(disagreesWithEveryone, forKey: .disagreesWithEveryone)
  }
}
