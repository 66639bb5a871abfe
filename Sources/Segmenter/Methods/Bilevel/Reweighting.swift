/// How a bilevel method comes to the weights of a batch.
package protocol Reweighting: AnyObject {
  var passes: BilevelPasses { get }

  /// Weighs the batch that the network has just been run forward with, and leaves the gradient of the weighted loss in the
  /// network's `parameterGradients`. The trusted images lie in the trusted network.
  /// - Parameter rate: the step of the look-ahead, which is plain gradient descent.
  func differentiate(
    imageCount: Int, target: UnsafeBufferPointer<Float>, trusted: TrustedBatch, rate: Double
  ) -> ReweightedLoss

  /// The same weights without a step or a change of anything that is learned, left in `passes.weights`; false when they are
  /// not finite.
  func weigh(imageCount: Int, target: UnsafeBufferPointer<Float>, trusted: TrustedBatch) -> Bool

  /// What it has learned so far, for a checkpoint.
  var memory: MethodMemory { get }
  /// Brings what it learns to where the stored one was.
  func restore(_ memory: MethodMemory)
}

package enum ReweightedLoss: Sendable, Hashable {
  /// The weighted loss, whose gradient stands ready.
  case weighted(Double)
  /// No item of the batch would help on the trusted images, so there is no step; the mean loss without weights.
  case nothingHelps(Double)
  case notFinite
}
