/// Parameters of losses that are not those of their authors; a part of `run.toml`. Nil is the authors' value.
public struct LossParameters: Sendable, Hashable, Codable {
  /// a of `focal`: the weight of lesion pixels, from 0 to 1; 0.75 unless given.
  public var lesionFraction: Double?
  /// g of `focal`: how strongly pixels that are right already are discounted; 2 unless given.
  public var focus: Double?
  /// beta of `f-beta` and `asymmetric-similarity`; 1.5 unless given.
  public var beta: Double?
  /// a of `tversky`: the weight of false pixels; 0.3 unless given.
  public var falseWeight: Double?
  /// b of `tversky`: the weight of missed pixels; 0.7 unless given.
  public var missedWeight: Double?

  /// The authors' parameters unless others are given.
  public init(
    lesionFraction: Double? = nil, focus: Double? = nil, beta: Double? = nil, falseWeight: Double? = nil,
    missedWeight: Double? = nil
  ) {
    self.lesionFraction = lesionFraction
    self.focus = focus
    self.beta = beta
    self.falseWeight = falseWeight
    self.missedWeight = missedWeight
  }

  /// Whether all are the authors'.
  public var isUsual: Bool { self == LossParameters() }
}
