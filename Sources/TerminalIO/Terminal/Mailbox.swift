internal import CNCurses
internal import Glibc
internal import Synchronization

/// Messages from other threads to the event loop; posting wakes the loop.
package final class Mailbox<Message: Sendable>: Sendable {
  private let messages = Mutex<[Message]>([])
  /// Becomes readable when there are messages.
  let descriptor: Int32
  private let wakeDescriptor: Int32

  package init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard nc_pipe(&ends) == 0 else { throw .systemCall("pipe", reason: String(cString: strerror(errno))) }
    descriptor = ends[0]
    wakeDescriptor = ends[1]
  }

  deinit {
    close(descriptor)
    close(wakeDescriptor)
  }

  /// Leaves a message; from any thread, never blocking on the loop.
  package func post(_ message: Message) {
    let wasEmpty = messages.withLock { waiting in
      waiting.append(message)
      return waiting.count == 1
    }
    // A full pipe is fine: the loop is being woken already.
    if wasEmpty { withUnsafeBytes(of: UInt8(1)) { _ = write(wakeDescriptor, $0.baseAddress, 1) } }
  }

  /// Takes all messages.
  package func drain() -> [Message] {
    // The pipe first: a message that comes between the two makes one more wake, not one less.
    SignalPipe.empty(descriptor)
    return messages.withLock { waiting in
      defer { waiting.removeAll() }
      return waiting
    }
  }
}
