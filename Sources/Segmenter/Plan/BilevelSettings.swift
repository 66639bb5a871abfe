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
  /// Whether Meta-Weight-Net's and MCPM's weights of a batch are divided by their mean. Otherwise raising all weights raises
  /// the step, which helps on the trusted slices whatever is weighed, and all weights end at 1. Nil, as in runs of earlier
  /// versions, does not divide.
  public var normalisesWeights: Bool?
  /// The learning rate of the network that weighs; nil for Meta-Weight-Net's.
  public var weightLearningRate: Double?

  /// Meta-Weight-Net's learning rate of the network that weighs.
  public static let usualWeightLearningRate = 1e-3

  /// The settings of the published methods unless others are given.
  public init(
    looksAhead: Bool = true, item: WeightedItem = .pixel, seesLabel: Bool = false, normalisesWeights: Bool? = true,
    weightLearningRate: Double? = nil
  ) {
    self.looksAhead = looksAhead
    self.item = item
    self.seesLabel = seesLabel
    self.normalisesWeights = normalisesWeights
    self.weightLearningRate = weightLearningRate
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
    let learnsWeights = name == .metaWeightNet || name == .corruptedPixelMining
    guard weightLearningRate == nil || learnsWeights else {
      throw .plan("\(name.rawValue) has no network that weighs, so it has no learning rate of one")
    }
    if let rate = weightLearningRate, !(rate > 0 && rate.isFinite) {
      throw .plan("a learning rate of \(rate) of the network that weighs")
    }
    guard looksAhead || learnsWeights else {
      throw .plan("\(name.rawValue) starts from weights of 0, so that it has no look-ahead to leave out")
    }
  }
}

/// What a bilevel method weighs.
public enum WeightedItem: String, Sendable, Hashable, Codable, CaseIterable {
  case image
  case pixel
}
