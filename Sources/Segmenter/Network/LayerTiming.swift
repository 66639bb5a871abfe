internal import Synchronization

/// Collects how long every layer takes, for benchmarks. Work of one worker counts as its fraction of the pool.
package final class LayerTiming: Sendable {
  private let collected = Mutex<[String: Double]>([:])

  package init() {}

  /// Seconds by layer since the last call.
  package func take() -> [String: Double] {
    collected.withLock { seconds in
      defer { seconds = [:] }
      return seconds
    }
  }

  func measure(_ name: String, worker: Int?, workerCount: Int, _ body: () -> Void) {
    let start = ContinuousClock.now
    body()
    let time = start.duration(to: .now).components
    let seconds = Double(time.seconds) + Double(time.attoseconds) * 1e-18
    collected.withLock { $0[name, default: 0] += worker == nil ? seconds : seconds / Double(workerCount) }
  }
}
