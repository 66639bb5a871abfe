/// Agreement of a probability map with a reference over the grid of binarisation thresholds, and the best of them: the
/// one with the highest Dice, component filter included; among equals the one nearest 0.5.
public struct ThresholdSweep: Sendable, Hashable, Encodable {
  /// One threshold.
  public struct Row: Sendable, Hashable {
    /// Voxels of at least this probability are predicted.
    public let threshold: Double
    /// Overlap at that threshold.
    public let counts: OverlapCounts
  }

  /// All thresholds, ascending.
  public let rows: [Row]
  /// The row of the largest Dice; of equal ones the first.
  public let best: Row

  /// 0.05, 0.10, ... 0.95.
  public static let grid: [Double] = (1...19).map { Double($0) / 20 }

  /// From 0.00003 to 0.99997, logits of -10.4 to 10.4, evenly in the logit at the ends: networks are often sure of
  /// themselves, those trained with weights of lesions above all, and the best threshold then lies where the plain grid
  /// has no more.
  public static let wideGrid: [Double] =
    [0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.02] + grid
    + [0.98, 0.99, 0.997, 0.999, 0.9997, 0.9999, 0.99997]

  /// Counts the overlap at every threshold in one pass.
  public init(
    of prediction: ProbabilityLevels, against reference: Mask, filter: LesionSizeFilter? = LesionSizeFilter()
  ) {
    self.init(
      predictions: Self.grid.map { prediction.prediction(threshold: $0, filter: filter) }, against: reference)
  }

  /// Of predictions that are there already, one for each threshold of a grid; over a domain when one is given.
  public init(
    predictions: [Mask], against reference: Mask, within domain: Mask? = nil, grid: [Double] = Self.grid
  ) {
    precondition(predictions.count == grid.count, "a prediction for each threshold")
    rows = zip(grid, predictions).map { threshold, prediction in
      Row(
        threshold: threshold, counts: OverlapCounts(reference: reference, candidate: prediction, within: domain))
    }
    best = rows[Self.indexOfBest(rows.map(\.counts.dice), grid)]
  }

  /// The threshold with the best mean Dice over several scans; among equals the one nearest 0.5, which is also the answer
  /// without scans.
  ///
  /// - Parameter sweeps: all over one grid.
  public static func bestThreshold(of sweeps: [ThresholdSweep]) -> Double {
    guard let first = sweeps.first else { return 0.5 }
    let grid = first.rows.map(\.threshold)
    precondition(sweeps.allSatisfy { $0.rows.map(\.threshold) == grid }, "one grid for all scans")
    return grid[
      indexOfBest(
        grid.indices.map { index in
          sweeps.reduce(0) { $0 + $1.rows[index].counts.dice } / Double(max(1, sweeps.count))
        }, grid)]
  }

  private static func indexOfBest(_ dice: [Double], _ grid: [Double]) -> Int {
    // From the middle outwards, so that the first of equals is the nearest to 0.5; means carry rounding errors.
    let outwards = grid.indices.sorted { abs(grid[$0] - 0.5) < abs(grid[$1] - 0.5) }
    return outwards.reduce(grid.count / 2) { best, index in dice[index] > dice[best] + 1e-12 ? index : best }
  }

  private enum CodingKeys: String, CodingKey { case threshold, rows }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(best.threshold, forKey: .threshold)
    try container.encode(rows, forKey: .rows)
  }
}

extension ThresholdSweep.Row: Encodable {
  private enum CodingKeys: String, CodingKey { case threshold, dice, precision, recall, voxels }

  /// Writes n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(threshold, forKey: .threshold)
    try container.encode(counts.dice, forKey: .dice)
    try container.encode(counts.precision, forKey: .precision)
    try container.encode(counts.recall, forKey: .recall)
    try container.encode(counts.candidateVoxels, forKey: .voxels)
  }
}
