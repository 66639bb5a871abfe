import Foundation
import Synchronization
import Testing
import ViewerTUI

/// Messages in order, and who waits for one.
final class Inbox: Sendable {
  private let messages = Mutex<[Message]>([])
  private let arrived = DispatchSemaphore(value: 0)

  func post(_ message: Message) {
    messages.withLock { $0.append(message) }
    arrived.signal()
  }

  /// Takes the first message that `pick` gives something of; waits for it.
  func next<Value>(_ pick: (Message) -> Value?) throws -> Value {
    while true {
      let found = messages.withLock { messages -> Value? in
        for (number, message) in messages.enumerated() {
          guard let value = pick(message) else { continue }
          messages.remove(at: number)
          return value
        }
        return nil
      }
      if let found { return found }
      try #require(arrived.wait(timeout: .now() + 120) == .success)
    }
  }
}
