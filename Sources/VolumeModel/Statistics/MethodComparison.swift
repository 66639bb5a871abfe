/// Two methods compared over the same patients, with the p-values of paired tests.
public struct MethodComparison: Sendable, Hashable, Codable {
  /// The method that is compared.
  public let method: String
  /// The method it is compared with.
  public let baseline: String
  /// Patients with a number of both methods.
  public let patients: Int
  /// Mean of method minus baseline over those patients; nil without any.
  public let meanDifference: Double?
  /// Nil when all differences are zero.
  public let wilcoxon: WilcoxonSignedRankTest?
  /// Nil for fewer than two pairs.
  public let tTest: PairedTTest?
  /// Wilcoxon's p-value after Holm's correction for all methods compared together; nil where there is no p-value.
  public internal(set) var holmPValue: Double?

  /// - Parameters:
  ///   - numbers: one for each patient, by name; nil is "not available" and leaves the patient out. Scans of one patient are no
  ///     independent observations: give their mean.
  public init(
    method: String, numbers: [String: Double?], baseline: String, baselineNumbers: [String: Double?]
  ) {
    self.method = method
    self.baseline = baseline
    // By name, so that the order of patients plays no part.
    let shared = numbers.keys.sorted().compactMap { name -> (Double, Double)? in
      guard let mine = numbers[name] ?? nil, let other = baselineNumbers[name] ?? nil else { return nil }
      return (mine, other)
    }
    let (mine, others) = (shared.map(\.0), shared.map(\.1))
    patients = shared.count
    meanDifference = SampleSummary(zip(mine, others).map { $0 - $1 })?.mean
    wilcoxon = WilcoxonSignedRankTest(mine, others)
    tTest = PairedTTest(mine, others)
  }

  /// Every method against one baseline, corrected together.
  public static func all(
    _ methods: [(name: String, numbers: [String: Double?])],
    against baseline: (name: String, numbers: [String: Double?])
  ) -> [MethodComparison] {
    var comparisons = methods.map {
      MethodComparison(
        method: $0.name, numbers: $0.numbers, baseline: baseline.name, baselineNumbers: baseline.numbers)
    }
    let corrected = HolmCorrection.adjusted(comparisons.map(\.wilcoxon?.pValue))
    for index in comparisons.indices { comparisons[index].holmPValue = corrected[index] }
    return comparisons
  }
}

/// Holm's step-down correction for several tests (Scandinavian Journal of Statistics 1979).
public enum HolmCorrection {
  /// The p-values corrected for their number; those that are nil take no part.
  public static func adjusted(_ pValues: [Double?]) -> [Double?] {
    var result = [Double?](repeating: nil, count: pValues.count)
    let known = pValues.indices.compactMap { index in pValues[index].map { (index: index, p: $0) } }
      .sorted { $0.p < $1.p }
    var largest = 0.0
    for (rank, entry) in known.enumerated() {
      largest = max(largest, min(1, Double(known.count - rank) * entry.p))
      result[entry.index] = largest
    }
    return result
  }
}
