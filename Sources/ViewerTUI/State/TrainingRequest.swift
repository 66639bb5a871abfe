package import Segmenter

/// How long to train from the viewer.
package struct TrainingRequest: Sendable, Hashable {
  package var epochs: Int?
  package var budgetSeconds: Double?
  package var seed: UInt64
  /// How to learn from annotations that may be wrong.
  package var method: MethodSettings
  /// The name of the mask that annotates trusted slices.
  package var trusted: String?
  /// Train on the open case alone, whatever cases of the work list were approved.
  package var isOfOpenCase = false
  /// Draw the first weights at random, in place of going on from the weights at hand.
  package var startsFresh: Bool

  package init(
    epochs: Int? = nil, budgetSeconds: Double? = nil, seed: UInt64 = 1, method: MethodSettings = MethodSettings(),
    trusted: String? = nil, startsFresh: Bool = false
  ) {
    self.startsFresh = startsFresh
    self.method = method
    self.trusted = trusted
    self.epochs = epochs
    self.budgetSeconds = budgetSeconds
    self.seed = seed
  }
}
