internal import VolumeModel

/// How a run learns, with the numbers of the method; part of `run.toml`.
public struct MethodSettings: Sendable, Hashable, Codable {
  /// The method.
  public var name: MethodName
  /// Fraction of the training slices that is set aside as trusted, where the method needs such slices and no cases are
  /// trusted as a whole. 5 to 10 % is usual.
  public var trustedFraction: Double
  /// Trusted slices a step; nil for as many as others.
  public var trustedBatchSize: Int?

  /// Of `relabel`.
  public var relabelling: RelabelSettings
  /// Of `ren`, `mirikharaji`, `mw-net` and `mcpm`.
  public var bilevel: BilevelSettings
  /// Of `pnt`, `int`, `pint` and `ua-mt`.
  public var teaching: TeacherSettings
  /// Of `co-teaching` and `tri-network`.
  public var smallLoss: SmallLossSettings
  /// Epochs that methods count their ramps over, where something comes in little by little; nil for those of the run, or
  /// 40 when it has no last one.
  public var rampEpochs: Int?

  /// A method with its published numbers unless others are given.
  public init(
    _ name: MethodName = .plain, trustedFraction: Double = 0.1, trustedBatchSize: Int? = nil,
    relabelling: RelabelSettings = RelabelSettings(), bilevel: BilevelSettings = BilevelSettings(),
    teaching: TeacherSettings = TeacherSettings(), smallLoss: SmallLossSettings = SmallLossSettings(),
    rampEpochs: Int? = nil
  ) {
    self.name = name
    self.trustedFraction = trustedFraction
    self.trustedBatchSize = trustedBatchSize
    self.relabelling = relabelling
    self.bilevel = bilevel
    self.teaching = teaching
    self.smallLoss = smallLoss
    self.rampEpochs = rampEpochs
  }

  /// Says which of the numbers cannot work, whatever the method.
  func check() throws(TrainingError) {
    guard trustedFraction > 0, trustedFraction < 1 else {
      throw .plan("a fraction of \(trustedFraction) trusted slices; it lies between 0 and 1")
    }
    guard (1...256).contains(trustedBatchSize ?? 1) else {
      throw .plan("\(trustedBatchSize ?? 0) trusted slices a step; 1 to 256 are possible")
    }
    guard (rampEpochs ?? 1) >= 1 else { throw .plan("ramps over \(rampEpochs ?? 0) epochs; at least 1 is needed") }
    try teaching.check()
    try smallLoss.check()
  }
}
