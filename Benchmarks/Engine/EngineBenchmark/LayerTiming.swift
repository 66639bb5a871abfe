import Segmenter
import Synchronization

/// Collects how long every layer of a network takes. Work of one worker counts as its fraction of the pool.
final class LayerTiming: Sendable {
  private let collected = Mutex<[String: Double]>([:])

  /// Watches the network from now on.
  init(of network: UNet, workerCount: Int) {
    network.layerObserver = { [self] name, worker, pass in
      measure(name, fraction: worker == nil ? 1 : 1 / Double(workerCount), pass)
    }
  }

  /// Seconds by layer since the last call.
  func take() -> [String: Double] {
    collected.withLock { seconds in
      defer { seconds = [:] }
      return seconds
    }
  }

  private func measure(_ name: String, fraction: Double, _ body: () -> Void) {
    let start = ContinuousClock.now
    body()
    let time = start.duration(to: .now).components
    let seconds = Double(time.seconds) + Double(time.attoseconds) * 1e-18
    collected.withLock { $0[name, default: 0] += seconds * fraction }
  }
}
