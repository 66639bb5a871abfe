/// The area under the ROC curve of a score: how often a member of one set has a higher score than one of another, ties
/// counting half (Mann and Whitney's U over the number of pairs). 1/2 is chance, 1 a score that parts the sets.
public enum RankedArea {
  /// - Parameters:
  ///   - marked: scores of the members that should have high ones.
  ///   - others: scores of the rest.
  /// - Returns: nil when one of the sets is empty, or a score is no number.
  public static func value(marked: [Double], others: [Double]) -> Double? {
    guard !marked.isEmpty, !others.isEmpty else { return nil }
    let all = (marked.map { ($0, true) } + others.map { ($0, false) }).sorted { $0.0 < $1.0 }
    guard all.allSatisfy({ !$0.0.isNaN }) else { return nil }
    var rankSum = 0.0
    var first = 0
    while first < all.count {
      var end = first
      var markedHere = 0
      while end < all.count, all[end].0 == all[first].0 {
        markedHere += all[end].1 ? 1 : 0
        end += 1
      }
      // Equal scores share the mean of their ranks, which are counted from 1.
      rankSum += Double(markedHere) * Double(first + 1 + end) / 2
      first = end
    }
    let n = Double(marked.count)
    return (rankSum - n * (n + 1) / 2) / (n * Double(others.count))
  }
}
