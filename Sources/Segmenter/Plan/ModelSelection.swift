/// Which weights a run keeps.
public enum ModelSelection: String, Sendable, Hashable, Codable, CaseIterable {
  /// Those with the best validation Dice.
  case bestValidation = "best"
  /// Those of the last epoch: where validation has the same doubtful annotations, choosing by it would favour the
  /// epoch that follows them most.
  case last
}
