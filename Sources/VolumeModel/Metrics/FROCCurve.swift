/// The free-response curve of a set of cases: the fraction of lesions found against false positives a case, as the
/// threshold of the score rises (as in the released analysis of arXiv 2007.10033).
public struct FROCCurve: Sendable, Hashable {
  /// Ascending.
  public let thresholds: [Double]
  /// For each threshold the fraction of lesions found; nil without lesions.
  public let recall: [Double]?
  /// For each threshold.
  public let falsePositivesPerCase: [Double]

  /// - Parameters:
  ///   - caseCount: what false positives are divided by; the records' number where nil. The released analysis divides
  ///     those of a part of the cases by the number of all.
  ///   - thresholds: as ``thresholds(for:)`` makes them where nil.
  public init(_ records: [DetectionRecord], caseCount: Int? = nil, thresholds: [Double]? = nil) {
    let thresholds = thresholds ?? Self.thresholds(for: records)
    self.thresholds = thresholds
    let scores = records.flatMap(\.lesions).map { $0.dice > 0 ? $0.score ?? -.infinity : -.infinity }
    let falseScores = records.flatMap(\.falsePositives).map(\.score)
    let divisor = Double(max(caseCount ?? records.count, 1))
    recall =
      scores.isEmpty
      ? nil : thresholds.map { limit in Double(scores.count { $0 >= limit }) / Double(scores.count) }
    falsePositivesPerCase = thresholds.map { limit in Double(falseScores.count { $0 > limit }) / divisor }
  }

  /// 101 logits from 0.1 below the lowest threshold of the records to 10, and 100 from there to one above the largest score
  /// of a component, which finds nothing. Of records at a probability of 0.5 the first is -0.1, as published.
  public static func thresholds(for records: [DetectionRecord]) -> [Double] {
    let scores: [Double] = records.flatMap { $0.lesions.compactMap(\.score) + $0.falsePositives.map(\.score) }
    let end: Double = max((scores.max() ?? 9) + 1, 10)
    let lowest = records.map { DetectionRecord.logit($0.threshold ?? 0.5) }.min() ?? 0
    let start = min(lowest - 0.1, 9.9)
    let low = (0...100).map { step -> Double in start + (10 - start) * Double(step) / 100 }
    let high = (0..<100).map { step -> Double in 10 + (end - 10) * Double(step) / 99 }
    return low + high
  }

  /// The mean recall over 0 to 5 false positives a case: the curve, begun at the origin and held at its end, at 501
  /// places. Nil without lesions.
  public var averageRecall: Double? {
    guard let recall else { return nil }
    // From the highest threshold down false positives do not fall.
    let xs = [0] + falsePositivesPerCase.reversed()
    let ys = [0] + recall.reversed()
    var sum = 0.0
    var place = 0
    for step in 0...500 {
      let x = 5 * Double(step) / 500
      // The last point at or before x, so that of several on one place the last counts.
      while place + 1 < xs.count, xs[place + 1] <= x { place += 1 }
      if place + 1 < xs.count {
        let fraction = (x - xs[place]) / (xs[place + 1] - xs[place])
        sum += ys[place] + fraction * (ys[place + 1] - ys[place])
      } else {
        sum += ys[place]
      }
    }
    return sum / 501
  }
}

/// What detection comes to over a set of cases.
public struct DetectionSummary: Sendable, Hashable, Codable {
  /// Over draws of 80 % of the cases; the spread is that of the draws, with n in the denominator.
  public let averageRecall: Double?
  /// Over scans; nil for one scan.
  public let averageRecallSD: Double?
  /// The Dice of the lesions found at the lowest threshold, with its spread over lesions.
  public let objectDice: Double?
  /// Over scans; nil for one scan.
  public let objectDiceSD: Double?

  /// - Parameter draws: 50 are published.
  public init(_ records: [DetectionRecord], seed: UInt64, draws: Int = 50) {
    let thresholds = FROCCurve.thresholds(for: records)
    let part = Int(Double(records.count) * 0.8)
    let recalls = (0..<draws).compactMap { draw -> Double? in
      var random = RandomStream(seed: seed, name: "FROC", index: UInt64(draw))
      let chosen = random.permutation(records.count).prefix(part).sorted().map { records[$0] }
      return FROCCurve(chosen, caseCount: records.count, thresholds: thresholds).averageRecall
    }
    (averageRecall, averageRecallSD) = Self.meanAndSpread(recalls)
    let lowest = thresholds.first ?? 0
    let found = records.flatMap(\.lesions).filter { $0.dice > 0 && ($0.score ?? -.infinity) >= lowest }
    (objectDice, objectDiceSD) = Self.meanAndSpread(found.map(\.dice))
  }

  private static func meanAndSpread(_ numbers: [Double]) -> (Double?, Double?) {
    guard let summary = SampleSummary(numbers) else { return (nil, nil) }
    let n = Double(summary.count)
    return (summary.mean, (summary.standardDeviation ?? 0) * ((n - 1) / n).squareRoot())
  }
}
