import Synchronization

/// A signal that has asked the command to end.
final class StopFlag: Sendable {
  private let raised = Mutex<Int32?>(nil)

  var signal: Int32? { raised.withLock { $0 } }

  func raise(_ signal: Int32) { raised.withLock { $0 = signal } }
}
