internal import VolumeModel

/// How a run relabels; part of `run.toml`.
public struct RelabelSettings: Sendable, Hashable, Codable {
  /// How predictions are sampled.
  public var sampler: UncertaintySampler
  /// Which pixels are relabelled.
  public var rule: RelabelRule

  /// Ten samples by dropout and the guarded rule unless others are given.
  public init(sampler: UncertaintySampler = UncertaintySampler(), rule: RelabelRule = RelabelRule()) {
    self.sampler = sampler
    self.rule = rule
  }

  func check(_ plan: TrainingPlan) throws(TrainingError) {
    try rule.check()
    guard (1...1000).contains(sampler.count) else {
      throw .plan("\(sampler.count) samples; 1 to 1000 are possible")
    }
    guard sampler.kind != .ensemble else {
      throw .plan("one run has no ensemble; relabel by dropout or test-time augmentation")
    }
    guard sampler.kind != .dropout || plan.architecture.dropout != nil else {
      throw .plan("to relabel by dropout the network needs some; give --dropout 0.5")
    }
    guard plan.weighting == .none else {
      throw .plan("relabelled pixels belong to no lesion, so lesions cannot be weighed; train without --weighting")
    }
  }
}
