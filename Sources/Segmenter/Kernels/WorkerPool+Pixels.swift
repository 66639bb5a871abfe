/// Work over the pixels of a batch: short blocks, on all workers. Sums are added up in order, so that their bits do
/// not depend on the threads.
extension WorkerPool {
  private static let blockPixels = 8192

  package func forPixels(_ count: Int, _ body: (Range<Int>) -> Void) {
    run(count.dividedRoundingUp(by: Self.blockPixels)) { number, _ in
      body(number * Self.blockPixels..<min(count, (number + 1) * Self.blockPixels))
    }
  }

  /// The sum of what the body gives for each block.
  package func sum(overPixels count: Int, _ body: (Range<Int>) -> Double) -> Double {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count.dividedRoundingUp(by: Self.blockPixels)) { parts in
      parts.initialize(repeating: 0)
      forPixels(count) { parts[$0.lowerBound / Self.blockPixels] = body($0) }
      return parts.reduce(0, +)
    }
  }
}
