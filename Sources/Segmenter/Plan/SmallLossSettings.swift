/// Which pixels networks choose for each other (co-teaching, tri-network); part of `run.toml`.
public struct SmallLossSettings: Sendable, Hashable, Codable {
  /// Fraction of the pixels that is kept at the end of the ramp. The sources take the fraction of labels that is right, which
  /// is not known here.
  public var keptFraction: Double
  /// From which pixels they are chosen.
  public var pool: SelectionPool

  /// - Parameter keptFraction: above 0, up to 1.
  public init(keptFraction: Double = 0.8, pool: SelectionPool = .byLabel) {
    self.keptFraction = keptFraction
    self.pool = pool
  }

  func check() throws(TrainingError) {
    guard keptFraction > 0, keptFraction <= 1 else {
      throw .plan("a fraction of \(keptFraction) of the pixels kept; it lies above 0 and up to 1")
    }
  }
}

/// From which pixels those with the smallest losses are chosen.
public enum SelectionPool: String, Sendable, Hashable, Codable, CaseIterable {
  /// From all of a batch, as published. Where one pixel in a hundred is lesion, the fifth that is left out may hold every
  /// lesion.
  case all
  /// From the lesion pixels and from the others, the same fraction of each.
  case byLabel = "by-label"
}
