/// The choice of the probability from which a voxel belongs to the prediction.
public struct BinarisationThreshold: Sendable, Hashable {
  public let threshold: Double
  /// The mean Dice over the cases at that threshold.
  public let meanDice: Double

  /// 0.05, 0.10, ... 0.95.
  public static let grid: [Double] = (1...19).map { Double($0) / 20 }

  /// The threshold of the grid with the highest mean Dice over the cases, component filter included; among equals the
  /// one nearest 0.5. Nil without cases.
  public static func best(
    _ cases: [(prediction: ProbabilityLevels, reference: Mask)], filter: LesionSizeFilter? = LesionSizeFilter()
  ) -> BinarisationThreshold? {
    guard !cases.isEmpty else { return nil }
    var best: BinarisationThreshold?
    // From the middle outwards, so that the first of equals is the nearest to 0.5.
    for threshold in grid.sorted(by: { abs($0 - 0.5) < abs($1 - 0.5) }) {
      var sum = 0.0
      for (prediction, reference) in cases {
        let mask = prediction.prediction(threshold: threshold, filter: filter)
        sum += OverlapCounts(reference: reference, candidate: mask).dice
      }
      let meanDice = sum / Double(cases.count)
      if meanDice > (best?.meanDice ?? -1) {
        best = BinarisationThreshold(threshold: threshold, meanDice: meanDice)
      }
    }
    return best
  }
}
