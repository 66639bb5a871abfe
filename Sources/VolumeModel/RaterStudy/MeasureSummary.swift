/// A measure over the cases of a study. What is not available for a case is left out, and how often is said.
public struct MeasureSummary: Sendable, Hashable, Encodable {
  /// Which measure.
  public let measure: AgreementMeasure
  /// Cases that have a value.
  public let count: Int
  /// Cases without one.
  public let omitted: Int
  /// The mean over the cases.
  public let mean: Double?
  /// With 95 % confidence, patients resampled.
  public let interval: ConfidenceInterval?
  /// With n - 1 in the denominator.
  public let standardDeviation: Double?
  /// The median over the cases.
  public let median: Double?

  init(_ measure: AgreementMeasure, _ all: [AgreementMetrics], _ draws: BootstrapDraws) {
    self.measure = measure
    let values = all.map { measure.value(of: $0) }
    let known = values.compactMap(\.self)
    let summary = SampleSummary(known)
    count = known.count
    omitted = values.count - known.count
    mean = summary?.mean
    standardDeviation = summary?.standardDeviation
    median = known.isEmpty ? nil : known.sorted().percentile(50)
    interval = draws.meanInterval(values)
  }

  private enum CodingKeys: String, CodingKey {
    case count, omitted, mean, interval, median
    case standardDeviation = "sd"
  }

  /// All but the measure, which is the key under which this stands; n/a is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(count, forKey: .count)
    try container.encode(omitted, forKey: .omitted)
    try container.encode(mean, forKey: .mean)
    try container.encode(interval, forKey: .interval)
    try container.encode(standardDeviation, forKey: .standardDeviation)
    try container.encode(median, forKey: .median)
  }
}

/// Lesions of one class of sizes over the cases of a study: how many the other side found.
public struct SizeSummary: Sendable, Hashable, Encodable {
  /// The class, as in "10-50", in cubic millimetres.
  public let size: String
  /// Lesions, and those that were found.
  public let counts: SizeDetection
  /// Of the fraction found, patients resampled.
  public let rateInterval: ConfidenceInterval?

  /// One for each class.
  /// - Parameter cases: the counts of each case, a number a class.
  static func all(
    _ cases: [[SizeDetection]], _ classes: LesionSizeClasses, _ draws: BootstrapDraws
  ) -> [SizeSummary] {
    classes.names.enumerated().map { place, name in
      let column = cases.map { $0[place] }
      return SizeSummary(
        size: name, counts: column.reduce(SizeDetection(), +),
        rateInterval: draws.ratioInterval(column.map { (Double($0.found), Double($0.lesions)) }))
    }
  }

  private enum CodingKeys: String, CodingKey {
    case lesions, found, rate
    case size = "size_mm3"
    case rateInterval = "rate_interval"
    case meanDice = "mean_dice_of_found"
  }

  /// Numbers by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(size, forKey: .size)
    try container.encode(counts.lesions, forKey: .lesions)
    try container.encode(counts.found, forKey: .found)
    try container.encode(counts.rate, forKey: .rate)
    try container.encode(rateInterval, forKey: .rateInterval)
    try container.encode(counts.meanDice, forKey: .meanDice)
  }
}
