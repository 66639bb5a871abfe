import Synchronization

/// A signal that has asked the command to end, and what it stops; that may start later than the signal comes.
final class StopFlag: Sendable {
  private struct State {
    var signal: Int32?
    var stop: (@Sendable () -> Void)?
  }
  private let state = Mutex(State())

  var signal: Int32? { state.withLock { $0.signal } }

  /// A flag that the signals that end a command raise.
  static func raisedBySignals() -> StopFlag {
    let flag = StopFlag()
    EndSignals.watch { signal in
      flag.raise(signal)
      return true
    }
    return flag
  }

  private func raise(_ signal: Int32) {
    let stop = state.withLock { state in
      state.signal = signal
      return state.stop
    }
    stop?()
  }

  /// Has `stop` called when a signal comes, or at once when one has come.
  func hold(_ stop: @escaping @Sendable () -> Void) {
    let isRaised = state.withLock { state in
      state.stop = stop
      return state.signal != nil
    }
    if isRaised { stop() }
  }
}
