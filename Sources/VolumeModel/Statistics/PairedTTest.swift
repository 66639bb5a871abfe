/// Student's t test of paired numbers, two-sided: whether the mean of the differences is zero.
public struct PairedTTest: Sendable, Hashable, Codable {
  /// Pairs of values.
  public let pairs: Int
  /// Of first minus second.
  public let meanDifference: Double
  /// The test statistic; n - 1 degrees of freedom.
  public let t: Double
  /// Of the two-sided test.
  public let pValue: Double

  /// - Returns: nil for fewer than two pairs, numbers that are not finite, or differences that are all the same, for
  ///   which t is not defined.
  public init?(_ first: [Double], _ second: [Double]) {
    guard first.count == second.count, let differences = SampleSummary(zip(first, second).map { $0 - $1 }),
      let spread = differences.standardDeviation, spread > 0
    else { return nil }
    pairs = differences.count
    meanDifference = differences.mean
    t = differences.mean / (spread / Double(pairs).squareRoot())
    let freedom = Double(pairs - 1)
    pValue = IncompleteBeta.studentTails(tSquared: t * t, freedom: freedom)
  }
}
