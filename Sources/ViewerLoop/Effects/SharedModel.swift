import Foundation
import Segmenter
import Synchronization

/// The newest weights, handed from the training thread to the prediction thread, and a count of who uses them.
final class SharedModel: Sendable {
  private struct State {
    var model: TrainedModel?
    /// Where the weights come from, for people.
    var source = "given weights"
    var users = 0
  }

  private let state: Mutex<State>
  private let idle = DispatchSemaphore(value: 0)

  init(_ model: TrainedModel?) { state = Mutex(State(model: model)) }

  func replace(with model: TrainedModel) { state.withLock { ($0.model, $0.source) = (model, "new weights") } }

  /// Runs `body` with the present weights and where they come from; ``waitUntilIdle()`` waits for its end.
  func whileBusy(_ body: (TrainedModel?, _ source: String) -> Void) {
    let (model, source) = state.withLock { state in
      state.users += 1
      return (state.model, state.source)
    }
    body(model, source)
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
