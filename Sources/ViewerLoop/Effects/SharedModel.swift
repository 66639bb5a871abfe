import Foundation
import Segmenter
import Synchronization

/// The newest weights, handed from the training thread to the prediction thread, and a count of who uses them.
final class SharedModel: Sendable {
  private struct State {
    var weights: WeightsAtHand?
    var users = 0
  }

  private let state: Mutex<State>
  private let idle = DispatchSemaphore(value: 0)

  init(_ weights: WeightsAtHand?) { state = Mutex(State(weights: weights)) }

  /// The newest weights.
  var weights: WeightsAtHand? { state.withLock(\.weights) }

  func replace(with weights: WeightsAtHand) { state.withLock { $0.weights = weights } }

  /// Runs `body` with the newest weights; ``waitUntilIdle()`` waits for its end.
  func whileBusy(_ body: (WeightsAtHand?) -> Void) {
    let weights = state.withLock { state in
      state.users += 1
      return state.weights
    }
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
