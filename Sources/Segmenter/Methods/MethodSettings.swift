internal import VolumeModel

/// How a run learns, with the numbers of the method; part of `run.toml`.
public struct MethodSettings: Sendable, Hashable, Codable {
  public var name: MethodName
  /// Share of the training slices that is set aside as trusted, where the method needs such slices and no cases are
  /// trusted as a whole. 5 to 10 % is usual.
  public var trustedShare: Double
  /// Trusted slices a step; nil for as many as others.
  public var trustedBatchSize: Int?

  public var relabelling: RelabelSettings
  public var bilevel: BilevelSettings
  public var teaching: TeacherSettings
  public var smallLoss: SmallLossSettings
  /// Epochs that methods count their ramps over, where something comes in little by little; nil for those of the run, or
  /// 40 when it has no last one.
  public var rampEpochs: Int?

  public init(
    _ name: MethodName = .plain, trustedShare: Double = 0.1, trustedBatchSize: Int? = nil,
    relabelling: RelabelSettings = RelabelSettings(), bilevel: BilevelSettings = BilevelSettings(),
    teaching: TeacherSettings = TeacherSettings(), smallLoss: SmallLossSettings = SmallLossSettings(),
    rampEpochs: Int? = nil
  ) {
    self.name = name
    self.trustedShare = trustedShare
    self.trustedBatchSize = trustedBatchSize
    self.relabelling = relabelling
    self.bilevel = bilevel
    self.teaching = teaching
    self.smallLoss = smallLoss
    self.rampEpochs = rampEpochs
  }

  func check(_ plan: TrainingPlan) throws(TrainingError) {
    guard trustedShare > 0, trustedShare < 1 else {
      throw .plan("a share of \(trustedShare) trusted slices; it lies between 0 and 1")
    }
    guard (1...256).contains(trustedBatchSize ?? 1) else {
      throw .plan("\(trustedBatchSize ?? 0) trusted slices a step; 1 to 256 are possible")
    }
    guard (rampEpochs ?? 1) >= 1 else { throw .plan("ramps over \(rampEpochs ?? 0) epochs; at least 1 is needed") }
    try teaching.check()
    try smallLoss.check()
    if name.hasOwnPixelLoss, plan.weighting != .none {
      throw .plan("\(name.rawValue) weighs pixels itself; train without --weighting")
    }
    if name == .relabelling { try relabelling.check(plan) }
    if name.needsTangents { try bilevel.check(plan) }
  }
}
