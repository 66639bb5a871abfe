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

/// Work over the pixels of a batch: short stretches, on all workers. Sums are added up in order, so that their bits do
/// not depend on the threads.
extension WorkerPool {
  private static let stretchPixels = 8192

  package func forPixels(_ count: Int, _ body: (Range<Int>) -> Void) {
    run(count.dividedRoundingUp(by: Self.stretchPixels)) { number, _ in
      body(number * Self.stretchPixels..<min(count, (number + 1) * Self.stretchPixels))
    }
  }

  /// The sum of what the body gives for each stretch.
  package func sum(overPixels count: Int, _ body: (Range<Int>) -> Double) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count.dividedRoundingUp(by: Self.stretchPixels)) { parts in
      parts.initialize(repeating: 0)
      forPixels(count) { parts[$0.lowerBound / Self.stretchPixels] = body($0) }
      return parts.reduce(0, +)
    }
  }
}
