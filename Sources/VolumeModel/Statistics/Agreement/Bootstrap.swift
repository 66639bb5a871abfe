/// Intervals by resampling whole groups, so that what belongs together (visits of a patient, lesions of a scan) stays
/// together (Efron and Tibshirani 1993; Davison and Hinkley 1997, section 3.8).
public struct Bootstrap: Sendable {
  /// How many times the groups are drawn anew.
  public let repetitions: Int
  /// Decides all draws.
  public let seed: UInt64

  /// Defaults that give ends of intervals to about two digits.
  public init(repetitions: Int = 2000, seed: UInt64 = 1) {
    self.repetitions = repetitions
    self.seed = seed
  }

  /// The 2.5th and 97.5th percentile of a statistic over resampled groups.
  /// - Parameters:
  ///   - groups: the places of the observations of each group.
  ///   - name: names the stream of random numbers; the same name and groups give the same draws.
  ///   - statistic: of the observations at these places; nil is "not available" for the draw.
  /// - Returns: nil for fewer than two groups, or when the statistic is not available for more than half of the draws.
  public func interval(
    groups: [[Int]], name: String = "bootstrap", _ statistic: ([Int]) -> Double?
  ) -> ConfidenceInterval? {
    guard groups.count > 1, repetitions > 1 else { return nil }
    var values: [Double] = []
    values.reserveCapacity(repetitions)
    for repetition in 0..<repetitions {
      var random = RandomStream(seed: seed, name: name, index: UInt64(repetition))
      var places: [Int] = []
      for _ in groups { places += groups[random.index(below: groups.count)] }
      if let value = statistic(places), value.isFinite { values.append(value) }
    }
    guard 2 * values.count > repetitions else { return nil }
    values.sort()
    return ConfidenceInterval(lower: values.percentile(2.5), upper: values.percentile(97.5))
  }
}
