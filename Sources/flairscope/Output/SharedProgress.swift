import Synchronization

/// A progress line that several threads move on.
final class SharedProgress: Sendable {
  private let line: Mutex<ProgressLine>

  init(_ label: String, isSilent: Bool = false) { line = Mutex(ProgressLine(label, isSilent: isSilent)) }

  func update(done: Int, of total: Int) {
    line.withLock { $0.update(Double(done) / Double(max(total, 1)), "\(done) of \(total)") }
  }

  func finish() { line.withLock { $0.finish() } }
}
