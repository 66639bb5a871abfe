import Foundation

/// Wilcoxon's signed-rank test of paired numbers, two-sided: whether differences lie evenly around zero. Pairs without
/// a difference are left out; equal differences share their mean rank.
///
/// Up to 20 differences the p-value is exact, ties included: every assignment of signs counts. Beyond it is the normal
/// approximation with the variance corrected for ties, without a correction for continuity.
public struct WilcoxonSignedRankTest: Sendable, Hashable, Codable {
  /// Up to so many pairs all signs are gone through; beyond, the normal distribution stands in.
  public static let mostExactPairs = 20

  /// Pairs that differ.
  public let pairs: Int
  /// The smaller of the two rank sums.
  public let statistic: Double
  /// Of the two-sided test.
  public let pValue: Double
  /// Whether all signs were gone through.
  public let isExact: Bool

  /// - Returns: nil when no pair differs, or a number is not finite.
  public init?(_ first: [Double], _ second: [Double]) {
    guard first.count == second.count else { return nil }
    let differences = zip(first, second).map { $0 - $1 }.filter { $0 != 0 }
    guard !differences.isEmpty, differences.allSatisfy(\.isFinite) else { return nil }
    pairs = differences.count
    isExact = pairs <= Self.mostExactPairs
    let (doubledRanks, tieTerm) = Self.doubledRanks(differences.map(abs))
    let total = doubledRanks.reduce(0, +)
    let positive = zip(differences, doubledRanks).reduce(0) { $1.0 > 0 ? $0 + $1.1 : $0 }
    let smaller = min(positive, total - positive)
    statistic = Double(smaller) / 2
    if isExact {
      // How many assignments of signs lead to each doubled rank sum.
      var ways = [Double](repeating: 0, count: total + 1)
      ways[0] = 1
      for rank in doubledRanks {
        for sum in stride(from: total, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
      }
      let tail = ways[0...smaller].reduce(0, +) / pow(2, Double(pairs))
      pValue = min(1, 2 * tail)
    } else {
      let n = Double(pairs)
      let mean = n * (n + 1) / 4
      let variance = (n * (n + 1) * (2 * n + 1) - tieTerm / 2) / 24
      let z = (statistic - mean) / variance.squareRoot()
      pValue = min(1, erfc(abs(z) / 2.0.squareRoot()))
    }
  }

  /// Twice the rank of each size, whole even where ranks are shared, and the sum of t^3 - t over groups of t ties.
  private static func doubledRanks(_ sizes: [Double]) -> (ranks: [Int], tieTerm: Double) {
    let order = sizes.indices.sorted { sizes[$0] < sizes[$1] }
    var ranks = [Int](repeating: 0, count: sizes.count)
    var tieTerm = 0.0
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, sizes[order[end]] == sizes[order[start]] { end += 1 }
      for place in start..<end { ranks[order[place]] = start + 1 + end }
      let ties = Double(end - start)
      tieTerm += ties * ties * ties - ties
      start = end
    }
    return (ranks, tieTerm)
  }
}
