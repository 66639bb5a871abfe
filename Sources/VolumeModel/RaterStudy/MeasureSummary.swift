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

  /// - Parameters:
  ///   - all: one a case.
  ///   - draws: of the same cases.
  public init(_ measure: AgreementMeasure, _ all: [AgreementMetrics], _ draws: BootstrapDraws) {
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
