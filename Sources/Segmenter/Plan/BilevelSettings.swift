internal import VolumeModel

/// How a bilevel method weighs; part of `run.toml`.
public struct BilevelSettings: Sendable, Hashable, Codable {
  /// Whether Meta-Weight-Net and MCPM judge a weight by the trusted loss after a step (exact) or at the weights at hand,
  /// which saves a backward pass.
  public var looksAhead: Bool
  /// What Meta-Weight-Net weighs: images as in its paper, or pixels.
  public var item: WeightedItem
  /// Whether MCPM's network sees the label beside the loss. A deviation from the method: a missing and a spurious lesion
  /// look alike in the loss.
  public var seesLabel: Bool

  /// The settings of the published methods unless others are given.
  public init(looksAhead: Bool = true, item: WeightedItem = .pixel, seesLabel: Bool = false) {
    self.looksAhead = looksAhead
    self.item = item
    self.seesLabel = seesLabel
  }

  func check(_ plan: TrainingPlan) throws(TrainingError) {
    let name = plan.method.name
    guard plan.weighting == .none else {
      throw .plan("\(name.rawValue) weighs pixels itself; train without --weighting")
    }
    guard !seesLabel || name == .corruptedPixelMining else {
      throw .plan("only mcpm's network can be given the label, not that of \(name.rawValue)")
    }
    guard item == .pixel || name == .metaWeightNet else {
      throw .plan("what is weighed can be chosen for mw-net, not for \(name.rawValue)")
    }
    guard looksAhead || name == .metaWeightNet || name == .corruptedPixelMining else {
      throw .plan("\(name.rawValue) starts from weights of 0, so that it has no look-ahead to leave out")
    }
  }
}

/// What a bilevel method weighs.
public enum WeightedItem: String, Sendable, Hashable, Codable, CaseIterable {
  case image
  case pixel
}
