internal import Dispatch
internal import Synchronization

/// Writes beside the training, one thing at a time: the training thread waits for the disk only when the last thing is not
/// yet written. What went wrong is thrown to the next who asks.
final class BackgroundWriter: Sendable {
  private let queue = DispatchQueue(label: "flairscope-checkpoint")
  private let isFree = DispatchSemaphore(value: 1)
  private let failure = Mutex<ModelError?>(nil)

  func write(_ body: @escaping @Sendable () throws(ModelError) -> Void) throws(ModelError) {
    try finish()
    isFree.wait()
    queue.async {
      do throws(ModelError) {
        try body()
      } catch {
        self.failure.withLock { $0 = error }
      }
      self.isFree.signal()
    }
  }

  /// Waits until everything is written.
  func finish() throws(ModelError) {
    isFree.wait()
    isFree.signal()
    if let error = failure.withLock({ $0.take() }) { throw error }
  }
}
