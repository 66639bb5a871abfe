/// A small network that says how much the loss of an item counts: R = V(L; Theta), between 0 and 1.
///
/// An item is a pixel or, where the network looks at losses one by one, an image. The loss it is given counts as a
/// constant, so only the gradient of Theta exists.
package protocol WeightNetwork: AnyObject {
  /// Theta and its gradient.
  var parameters: WeightNetworkParameters { get }

  /// R of some images' items.
  /// - Parameters:
  ///   - losses: L, in nats, image after image; taken as at most ``WeightNetworkParameters/largestLoss``.
  ///   - labels: t of the same items; only read by networks that were made to look at labels.
  ///   - weights: receives R, as many.
  func weigh(
    _ losses: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>,
    into weights: UnsafeMutableBufferPointer<Float>)

  /// The gradient of `sum_i upstream_i R_i` with respect to Theta, left in `parameters.gradients`.
  /// - Parameter weights: R, as `weigh` gave it for the same losses and Theta.
  func differentiate(
    _ losses: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>, weights: UnsafeBufferPointer<Float>,
    upstream: UnsafeBufferPointer<Float>)
}

/// The slab of a weighting network's parameters, tensor after tensor as PyTorch stores them, and that of their gradients.
/// The network keeps the memory.
package struct WeightNetworkParameters {
  /// Losses above this look alike: one pixel that is confident and wrong must not saturate the network.
  package static let largestLoss: Float = 10

  package let values: UnsafeMutableBufferPointer<Float>
  package let gradients: UnsafeMutableBufferPointer<Float>

  /// Scalars of Theta.
  package var count: Int { values.count }
}
