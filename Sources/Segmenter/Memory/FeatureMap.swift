/// The extents of a map.
package struct MapShape: Hashable, Sendable {
  /// Slices, 1 of a picture; rows and columns in pixels.
  package var depth: Int
  package var height: Int
  package var width: Int
  /// Numbers of a pixel.
  package var channels: Int
  /// Floats from one pixel to the next.
  package var paddedChannels: Int
  /// Whether a ReLU made it; its gradient is then kept only where it is positive.
  package var isRectified: Bool

  /// A map whose channels are padded with zeros to whole panels, as the kernels need them of all maps but the image.
  init(depth: Int = 1, height: Int, width: Int, channels: Int, isRectified: Bool = false) {
    self.depth = depth
    self.height = height
    self.width = width
    self.channels = channels
    self.isRectified = isRectified
    paddedChannels = channels.paddedToPanel
  }

  /// The same without padding: a network's image, or its one number a pixel.
  var unpadded: MapShape {
    var shape = self
    shape.paddedChannels = channels
    return shape
  }

  /// Whether the same numbers of two maps lie at the same places.
  func isLaidOut(as other: MapShape) -> Bool {
    depth == other.depth && height == other.height && width == other.width && channels == other.channels
      && paddedChannels == other.paddedChannels
  }
}

/// What flows between two layers: [image][slice][row][column][channel], channels padded with zeros. Layers that look at each
/// pixel by itself see a map of several slices as one with as many pixels.
package struct FeatureMap: Hashable, Sendable {
  /// Counted over the maps of a network in the order in which they were made.
  let number: Int
  /// Extents, padding and whether a ReLU made it.
  package let shape: MapShape

  /// Slices, 1 of a picture.
  package var depth: Int { shape.depth }
  /// Rows in pixels.
  package var height: Int { shape.height }
  /// Columns in pixels.
  package var width: Int { shape.width }
  /// Numbers of a pixel, without padding.
  package var channels: Int { shape.channels }
  /// Floats from one pixel to the next.
  package var paddedChannels: Int { shape.paddedChannels }
  /// Whether a ReLU made it.
  package var isRectified: Bool { shape.isRectified }
  /// Of one image, in all of its slices.
  package var pixels: Int { depth * height * width }
  /// Of one slice.
  var pixelsPerSlice: Int { height * width }
  /// Floats from one image to the next, padding included.
  package var floatsPerImage: Int { pixels * paddedChannels }
  /// Floats from one slice to the next.
  var floatsPerSlice: Int { pixelsPerSlice * paddedChannels }
}

/// How a layer writes the gradient of one of its sources.
struct GradientWrite: Hashable, Sendable {
  /// Whether another consumer's gradient is there already, to be added to.
  var accumulates: Bool
  /// Whether this is the last contribution to a rectified map, so that the ReLU's derivative is applied here.
  var gates: Bool
}
