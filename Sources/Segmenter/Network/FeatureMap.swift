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

/// Channels that are stored side by side: those of a map are padded to whole panels, matrices are cut into panels of so many
/// columns.
let panelWidth = Int(FS_PANEL)

/// Floats of one cache line. Buffers start on one, and a line more or less between buffers of like size keeps them out of
/// the same cache sets.
let cacheLineFloats = 16

extension Int {
  /// Rounded up to whole panels of channels.
  var paddedToPanel: Int { panels * panelWidth }
  /// Panels that so many channels take.
  var panels: Int { dividedRoundingUp(by: panelWidth) }
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
