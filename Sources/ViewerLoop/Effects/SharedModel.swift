import Foundation
import Segmenter
import Synchronization
import VolumeModel

/// The newest weights, handed from the training thread to the prediction thread, and a count of who uses them.
final class SharedModel: Sendable {
  private struct State {
    /// Nil before anything was trained.
    var trained: WeightsAtHand?
    var users = 0
  }

  private let state: Mutex<State>
  private let idle = DispatchSemaphore(value: 0)

  /// The weights to begin with, which may still be on their way.
  private let initial: ParallelValue<WeightsAtHand?>?

  init(_ initial: ParallelValue<WeightsAtHand?>?) {
    self.initial = initial
    state = Mutex(State())
  }

  /// The newest weights; waits for those to begin with.
  var weights: WeightsAtHand? { state.withLock(\.trained) ?? initial?.wait() }

  func replace(with weights: WeightsAtHand) { state.withLock { $0.trained = weights } }

  /// Runs `body` with the newest weights; ``waitUntilIdle()`` waits for its end.
  func whileBusy(_ body: (WeightsAtHand?) -> Void) {
    state.withLock { $0.users += 1 }
    body(weights)
    state.withLock { $0.users -= 1 }
    idle.signal()
  }

  func waitUntilIdle() {
    while state.withLock({ $0.users }) > 0 { idle.wait() }
  }
}

/// A flag that workers look at.
final class Cancellation: Sendable {
  private let flag = Atomic(false)

  var isCancelled: Bool { flag.load(ordering: .relaxed) }
  func cancel() { flag.store(true, ordering: .relaxed) }
}
