import Foundation
import Segmenter
import Synchronization

/// The newest weights, handed from the training thread to the prediction thread, and a count of who uses them.
final class SharedModel: Sendable {
  private struct State {
    var model: TrainedModel?
    var users = 0
  }

  private let state: Mutex<State>
  private let idle = DispatchSemaphore(value: 0)

  init(_ model: TrainedModel?) { state = Mutex(State(model: model)) }

  func replace(with model: TrainedModel) { state.withLock { $0.model = model } }

  /// Runs `body` with the present weights; ``waitUntilIdle()`` waits for its end.
  func whileBusy(_ body: (TrainedModel?) -> Void) {
    let model = state.withLock { state in
      state.users += 1
      return state.model
    }
    body(model)
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
