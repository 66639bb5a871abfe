/// Lesions of one class, of a size or of a place, over the cases of a study: how many the other side found.
public struct LesionClassSummary: Sendable, Hashable, Encodable {
  /// What the classes are.
  public enum Kind: Sendable, Hashable {
    /// Volumes, as in "10-50", in cubic millimetres.
    case size
    /// Places in the brain, by ``RegionClasses``.
    case region
  }

  /// The class.
  public let name: String
  /// What kind of class it is.
  public let kind: Kind
  /// Lesions, and those that were found.
  public let counts: LesionCounts
  /// Of the fraction found, patients resampled.
  public let rateInterval: ConfidenceInterval?
  /// Of the mean Dice of the found, likewise.
  public let diceInterval: ConfidenceInterval?
  /// Of the mean distance of the found, likewise.
  public let distanceInterval: ConfidenceInterval?
  /// Of the mean 95th percentile of the found, likewise.
  public let percentileInterval: ConfidenceInterval?

  /// One for each class of sizes.
  /// - Parameter cases: the counts of each case, a number a class.
  static func bySize(
    _ cases: [[LesionCounts]], _ classes: LesionSizeClasses, _ draws: BootstrapDraws
  ) -> [LesionClassSummary] {
    classes.names.enumerated().map { place, name in
      LesionClassSummary(name, .size, cases.map { $0.indices.contains(place) ? $0[place] : LesionCounts() }, draws)
    }
  }

  /// One for each class of places.
  /// - Parameter cases: the counts of each case, by class.
  static func byRegion(
    _ cases: [[String: LesionCounts]], _ classes: [String], _ draws: BootstrapDraws
  ) -> [LesionClassSummary] {
    classes.map { name in LesionClassSummary(name, .region, cases.map { $0[name] ?? LesionCounts() }, draws) }
  }

  private init(_ name: String, _ kind: Kind, _ cases: [LesionCounts], _ draws: BootstrapDraws) {
    self.name = name
    self.kind = kind
    counts = cases.reduce(LesionCounts(), +)
    rateInterval = draws.ratioInterval(cases.map { (Double($0.found), Double($0.lesions)) })
    func ofFound(_ sum: (LesionCounts) -> Double) -> ConfidenceInterval? {
      draws.ratioInterval(cases.map { (sum($0), Double($0.found)) })
    }
    diceInterval = ofFound(\.diceSum)
    distanceInterval = ofFound(\.distanceSumMM)
    percentileInterval = ofFound(\.percentileSumMM)
  }

  private enum CodingKeys: String, CodingKey {
    case lesions, found, rate, region
    case size = "size_mm3"
    case rateInterval = "rate_interval"
    case meanDice = "mean_dice_of_found"
    case diceInterval = "mean_dice_of_found_interval"
    case meanDistanceMM = "mean_asd_mm_of_found"
    case distanceInterval = "mean_asd_mm_of_found_interval"
    case meanPercentileMM = "mean_hd95_mm_of_found"
    case percentileInterval = "mean_hd95_mm_of_found_interval"
  }

  /// Numbers by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: kind == .size ? .size : .region)
    try container.encode(counts.lesions, forKey: .lesions)
    try container.encode(counts.found, forKey: .found)
    try container.encode(counts.rate, forKey: .rate)
    try container.encode(rateInterval, forKey: .rateInterval)
    try container.encode(counts.meanDice, forKey: .meanDice)
    try container.encode(diceInterval, forKey: .diceInterval)
    try container.encode(counts.meanDistanceMM, forKey: .meanDistanceMM)
    try container.encode(distanceInterval, forKey: .distanceInterval)
    try container.encode(counts.meanPercentileMM, forKey: .meanPercentileMM)
    try container.encode(percentileInterval, forKey: .percentileInterval)
  }
}
