import Foundation
import Synchronization

/// Many small values computed by all cores.
enum ParallelBlocks {
  /// The values of 0 ..< `count` in their order, whatever is finished first.
  /// - Parameters:
  ///   - blockSize: how many are computed one after the other; fewer than that use one core.
  ///   - body: the values of a block.
  static func map<Value: Sendable>(
    _ count: Int, blockSize: Int, _ body: @Sendable (Range<Int>) -> [Value]
  ) -> [Value] {
    let blocks = (count + blockSize - 1) / blockSize
    guard blocks > 1 else { return body(0..<count) }
    let parts = Mutex([[Value]](repeating: [], count: blocks))
    DispatchQueue.concurrentPerform(iterations: blocks) { block in
      let part = body(block * blockSize..<min(count, (block + 1) * blockSize))
      parts.withLock { $0[block] = part }
    }
    return parts.withLock { $0.flatMap { $0 } }
  }
}
