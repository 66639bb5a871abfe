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
package final class WeightNetworkParameters {
  /// Losses above this look alike: one pixel that is confident and wrong must not saturate the network.
  package static let largestLoss: Float = 10

  package let values: UnsafeMutableBufferPointer<Float>
  package let gradients: UnsafeMutableBufferPointer<Float>
  private let sums: UnsafeMutableBufferPointer<Float>
  /// Floats of one part of a gradient.
  let partFloats: Int

  /// - Parameters:
  ///   - count: scalars of Theta.
  ///   - partFloats: what one part of a batch adds to the gradient, in the order of the one who adds.
  ///   - partCount: parts of the largest batch.
  init(count: Int, partFloats: Int, partCount: Int) {
    values = .allocate(capacity: count)
    gradients = .allocate(capacity: count)
    sums = .allocate(capacity: partFloats * partCount)
    self.partFloats = partFloats
    values.initialize(repeating: 0)
    gradients.initialize(repeating: 0)
    sums.initialize(repeating: 0)
  }

  deinit {
    values.deallocate()
    gradients.deallocate()
    sums.deallocate()
  }

  package var count: Int { values.count }

  /// What one part of the batch adds up.
  func part(_ number: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(rebasing: sums[number * partFloats..<(number + 1) * partFloats])
  }

  /// One sum over the first parts, in their order, so that bits do not depend on who worked on which.
  func total(_ index: Int, parts: Int) -> Float {
    var sum = 0.0
    for part in 0..<parts { sum += Double(sums[part * partFloats + index]) }
    return Float(sum)
  }
}
