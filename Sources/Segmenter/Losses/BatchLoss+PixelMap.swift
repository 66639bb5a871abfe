extension BatchLoss {
  /// The loss of every pixel of a batch and its derivative, on all workers: ``PixelLoss/writeMap(logits:target:losses:slopes:)``.
  /// - Parameters:
  ///   - target: as many as logits or more.
  ///   - losses, slopes: receive l and dl/dz, as many as logits or more.
  /// - Returns: the mean loss.
  func writeMap(
    of loss: any PixelLoss, logits: UnsafeBufferPointer<Float>, target: UnsafeBufferPointer<Float>,
    losses: UnsafeMutableBufferPointer<Float>, slopes: UnsafeMutableBufferPointer<Float>
  ) -> Double {
    precondition(target.count >= logits.count && losses.count >= logits.count && slopes.count >= logits.count)
    return sumOverStretches(logits.count) { pixels in
      var lossesOfStretch = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: losses[pixels]))
      var slopesOfStretch = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: slopes[pixels]))
      loss.writeMap(
        logits: Span(_unsafeElements: UnsafeBufferPointer(rebasing: logits[pixels])),
        target: Span(_unsafeElements: UnsafeBufferPointer(rebasing: target[pixels])), losses: &lossesOfStretch,
        slopes: &slopesOfStretch)
      return losses[pixels].reduce(0) { $0 + Double($1) }
    } / Double(max(1, logits.count))
  }

  /// The sum of what `body` gives for short stretches of pixels, added up in order.
  func sumOverStretches(_ pixelCount: Int, _ body: (Range<Int>) -> Double) -> Double {
    let count = pixelCount.dividedRoundingUp(by: Self.stretchPixels)
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { sums in
      pool.run(count) { number, _ in
        sums.initializeElement(
          at: number,
          to: body(number * Self.stretchPixels..<min(pixelCount, (number + 1) * Self.stretchPixels)))
      }
      return sums.reduce(0, +)
    }
  }
}
