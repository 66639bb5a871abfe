/// One number a pixel of a batch, image after image, at a place that does not move: made once, written in every step.
/// Who uses the buffers keeps the plane.
package final class PixelPlane {
  package let values: UnsafeMutableBufferPointer<Float>

  package init(count: Int, filledWith value: Float = 0) {
    values = .allocate(capacity: count)
    values.initialize(repeating: value)
  }

  deinit { values.deallocate() }

  /// The first pixels, as many as a smaller batch has.
  package func first(_ count: Int) -> UnsafeMutableBufferPointer<Float> { .init(rebasing: values[..<count]) }
}

extension UnsafeMutableBufferPointer {
  /// One image of a run of images, or nothing of nothing.
  func image(_ number: Int, pixels: Int) -> UnsafeMutableBufferPointer {
    isEmpty ? self : UnsafeMutableBufferPointer(rebasing: self[number * pixels..<(number + 1) * pixels])
  }
}
