import Foundation
import Synchronization
import Testing
import VolumeModel

/// Work on many cases at once.
@Suite struct ParallelCasesTests {
  /// What is in work, and the most that ever was.
  private final class Meter: Sendable {
    let state = Mutex((now: 0, most: 0, calls: [Int]()))

    func begin(_ bytes: Int) {
      state.withLock {
        $0.now += bytes; $0.most = max($0.most, $0.now)
      }
    }
    func end(_ bytes: Int) { state.withLock { $0.now -= bytes } }
  }

  @Test(arguments: [(1, 100), (4, 100), (4, 10), (4, 1), (4, 0)])
  func resultsKeepTheirOrderWithinTheLimit(_ threads: Int, _ limit: Int) {
    let meter = Meter()
    let items = Array(1...24)
    let results = ParallelCases.map(
      items, threads: threads, memoryLimit: limit, bytes: { $0 % 8 },
      finished: { done in meter.state.withLock { $0.calls.append(done) } }
    ) { item in
      meter.begin(item % 8)
      usleep(500)
      meter.end(item % 8)
      return item * item
    }
    #expect(results == items.map { $0 * $0 })
    let (_, most, calls) = meter.state.withLock { $0 }
    // One item that needs more than the limit is worked on alone.
    #expect(most <= max(limit, 7) && calls == items)
  }

  @Test func nothingToDo() {
    #expect(ParallelCases.map([Int](), threads: 4, memoryLimit: 1, bytes: { $0 }) { $0 }.isEmpty)
  }
}
