internal import Dispatch
internal import Synchronization

/// A value that is computed on another thread while its owner does something else.
package final class ParallelValue<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)
  private let group = DispatchGroup()
  private let compute: @Sendable () -> Value

  /// Starts the computation.
  package init(_ compute: @escaping @Sendable () -> Value) {
    self.compute = compute
    DispatchQueue.global(qos: .userInitiated).async(group: group) { [result = self] in
      let value = compute()
      result.result.withLock { $0 = value }
    }
  }

  /// The value, once it is there.
  package func wait() -> Value {
    group.wait()
    return result.withLock { $0 } ?? compute()
  }
}
