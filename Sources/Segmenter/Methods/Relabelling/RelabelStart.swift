/// From which epoch on annotations are relabelled: where the uncertainty of the training images changes least for the
/// first time, which is when the network has learned what annotations have in common and not yet what is wrong with them.
///
/// S_n is the mean over training images of the summed uncertainty, with the weights at the end of epoch n; S_0 is before
/// training. delta_n = |S_n - S_(n-1)| / S_(n-1), and the start is the first n >= 1 with delta_n <= delta_(n+1). The
/// poster of Redekop and Chernyavskiy says "smallest relative change of the mean cumulative uncertainty" without a
/// formula; cumulative is read as summed over pixels, since a sum over epochs would make the change fall like 1/n.
public enum RelabelStart {
  /// The last epoch that relabelling may start after.
  public static let latest = 5

  /// - Parameter sums: S_0, S_1, ... so far.
  /// - Returns: the epoch after which relabelling starts, or nil while that is open.
  public static func epoch(sums: [Double]) -> Int? { epoch(changes: relativeChanges(sums)) }

  /// - Parameter changes: delta_1, delta_2, ... so far.
  /// - Returns: the epoch after which relabelling starts, or nil while that is open.
  public static func epoch(changes: [Double]) -> Int? {
    for number in changes.indices.dropLast() where changes[number] <= changes[number + 1] {
      return min(number + 1, latest)
    }
    return changes.count >= latest ? latest : nil
  }

  /// delta_1, delta_2, ...
  public static func relativeChanges(_ sums: [Double]) -> [Double] {
    zip(sums, sums.dropFirst()).map { earlier, later in abs(later - earlier) / max(earlier, .leastNonzeroMagnitude) }
  }
}
