/// Agreement of a probability map with a reference over the grid of binarisation thresholds, and the best of them: the
/// one with the highest Dice, component filter included; among equals the one nearest 0.5.
public struct ThresholdSweep: Sendable, Hashable, Encodable {
  public struct Row: Sendable, Hashable {
    public let threshold: Double
    public let counts: OverlapCounts
  }

  public let rows: [Row]
  public let best: Row

  /// 0.05, 0.10, ... 0.95.
  public static let grid: [Double] = (1...19).map { Double($0) / 20 }

  public init(
    of prediction: ProbabilityLevels, against reference: Mask, filter: LesionSizeFilter? = LesionSizeFilter()
  ) {
    func row(_ threshold: Double) -> Row {
      Row(
        threshold: threshold,
        counts: OverlapCounts(
          reference: reference, candidate: prediction.prediction(threshold: threshold, filter: filter)))
    }
    rows = Self.grid.map(row)
    // From the middle outwards, so that the first of equals is the nearest to 0.5.
    best =
      rows.sorted { abs($0.threshold - 0.5) < abs($1.threshold - 0.5) }
      .reduce(nil) { best, row in row.counts.dice > best?.counts.dice ?? -1 ? row : best } ?? row(0.5)
  }

  private enum CodingKeys: String, CodingKey { case threshold, rows }

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
