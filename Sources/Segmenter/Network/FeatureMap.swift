internal import CKernels

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

extension Int {
  /// Rounded up to whole panels of channels.
  var paddedToPanel: Int { (self + Int(FS_PANEL) - 1) / Int(FS_PANEL) * Int(FS_PANEL) }
  var panels: Int { (self + Int(FS_PANEL) - 1) / Int(FS_PANEL) }
  func dividedRoundingUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
}

/// How a layer hands a gradient to one of its sources.
struct GradientHandover: Hashable, Sendable {
  /// Whether another consumer's gradient is there already, to be added to.
  var accumulates: Bool
  /// Whether this is the last contribution to a rectified map, so that the ReLU's derivative is applied here.
  var gates: Bool
}

/// Sums over the pixels of a whole batch are split into this many, whatever the number of threads.
let reductionParts = 4

/// The `part`-th of `parts` nearly equal stretches of 0 ..< count.
func stretch(_ part: Int, of parts: Int, over count: Int) -> Range<Int> {
  count * part / parts..<count * (part + 1) / parts
}
