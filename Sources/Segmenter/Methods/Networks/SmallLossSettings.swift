/// Which pixels networks choose for each other (co-teaching, tri-network); part of `run.toml`.
public struct SmallLossSettings: Sendable, Hashable, Codable {
  /// Share of the pixels that is kept at the end of the ramp. The sources take the share of labels that is right, which
  /// nobody knows here.
  public var keptShare: Double
  public var pool: SelectionPool

  public init(keptShare: Double = 0.8, pool: SelectionPool = .byLabel) {
    self.keptShare = keptShare
    self.pool = pool
  }

  func check() throws(TrainingError) {
    guard keptShare > 0, keptShare <= 1 else {
      throw .plan("a share of \(keptShare) of the pixels kept; it lies above 0 and up to 1")
    }
  }
}

/// From which pixels those with the smallest losses are chosen.
public enum SelectionPool: String, Sendable, Hashable, Codable, CaseIterable {
  /// From all of a batch, as published. Where one pixel in a hundred is lesion, the fifth that is left out may hold every
  /// lesion.
  case all
  /// From the lesion pixels and from the others, the same share of each.
  case byLabel = "by-label"
}
