/// What flows between two layers: [image][row][column][channel], channels padded with zeros to whole panels.
struct FeatureMap: Hashable, Sendable {
  let number: Int
  let height: Int
  let width: Int
  let channels: Int
  /// Floats from one pixel to the next.
  let paddedChannels: Int
  /// Whether a ReLU made it; its gradient is then kept only where it is positive.
  let isRectified: Bool

  var pixels: Int { height * width }
  var floatsPerImage: Int { pixels * paddedChannels }
}

/// How a layer writes the gradient of one of its sources.
struct GradientWrite: Hashable, Sendable {
  /// Whether another consumer's gradient is there already, to be added to.
  var accumulates: Bool
  /// Whether this is the last contribution to a rectified map, so that the ReLU's derivative is applied here.
  var gates: Bool
}
