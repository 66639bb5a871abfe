/// Intervals by resampling whole groups, so that what belongs together (visits of a patient, lesions of a scan) stays
/// together (Efron and Tibshirani 1993; Davison and Hinkley 1997, section 3.8).
public struct Bootstrap: Sendable, Hashable, Codable {
  /// How many times the groups are drawn anew.
  public let repetitions: Int
  /// Decides all draws.
  public let seed: UInt64

  /// Defaults that give ends of intervals to about two digits.
  public init(repetitions: Int = 2000, seed: UInt64 = 1) {
    self.repetitions = repetitions
    self.seed = seed
  }

  /// Draws groups, for any number of statistics of the same observations.
  /// - Parameters:
  ///   - groups: the places of the observations of each group.
  ///   - name: names the stream of random numbers; the same name and groups give the same draws.
  public func draws(groups: [[Int]], name: String = "bootstrap") -> BootstrapDraws {
    guard groups.count > 1, repetitions > 1 else { return BootstrapDraws(places: [], groups: groups) }
    return BootstrapDraws(
      places: (0..<repetitions).map { repetition in
        var random = RandomStream(seed: seed, name: name, index: UInt64(repetition))
        return groups.flatMap { _ in groups[random.index(below: groups.count)] }
      }, groups: groups)
  }

  /// The 2.5th and 97.5th percentile of a statistic over resampled groups; see ``draws(groups:name:)`` and
  /// ``BootstrapDraws/interval(_:)``.
  public func interval(
    groups: [[Int]], name: String = "bootstrap", _ statistic: ([Int]) -> Double?
  ) -> ConfidenceInterval? {
    draws(groups: groups, name: name).interval(statistic)
  }
}

/// Groups of observations that were drawn with replacement.
public struct BootstrapDraws: Sendable {
  /// The places of the observations, a list a draw; empty for fewer than two groups.
  let places: [[Int]]
  /// The places of the observations of each group.
  let groups: [[Int]]

  /// The 2.5th and 97.5th percentile of a statistic over the draws.
  /// - Parameter statistic: of the observations at these places; nil is "not available" for the draw.
  /// - Returns: nil for fewer than two groups, or when the statistic is not available for more than half of the draws.
  public func interval(_ statistic: ([Int]) -> Double?) -> ConfidenceInterval? {
    var values = places.compactMap { statistic($0).flatMap { $0.isFinite ? $0 : nil } }
    guard !places.isEmpty, 2 * values.count > places.count else { return nil }
    values.sort()
    return ConfidenceInterval(lower: values.percentile(2.5), upper: values.percentile(97.5))
  }

  /// Whether two groups or more have something to say. Of one alone every draw says the same, which looks like certainty.
  private func isSpread(_ says: (Int) -> Bool) -> Bool { groups.count { $0.contains(where: says) } > 1 }

  /// The interval of the mean of what is available; nil where only one group has it.
  func meanInterval(_ values: [Double?]) -> ConfidenceInterval? {
    guard isSpread({ values[$0] != nil }) else { return nil }
    return interval { places in
      var (sum, count) = (0.0, 0)
      for place in places {
        guard let value = values[place] else { continue }
        sum += value
        count += 1
      }
      return count > 0 ? sum / Double(count) : nil
    }
  }

  /// The interval of a ratio of sums; nil where only one group has a denominator.
  func ratioInterval(_ values: [(numerator: Double, denominator: Double)]) -> ConfidenceInterval? {
    guard isSpread({ values[$0].denominator > 0 }) else { return nil }
    return interval { places in
      var (above, below) = (0.0, 0.0)
      for place in places {
        above += values[place].numerator
        below += values[place].denominator
      }
      return below > 0 ? above / below : nil
    }
  }
}
