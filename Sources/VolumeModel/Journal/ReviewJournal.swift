public import Foundation
import Glibc
import Synchronization

/// The record of a review on disk: one JSON line for each action, only ever added to.
///
/// A record goes out in one `write`, so that nothing that was acknowledged is lost when the program is killed; the disk
/// is asked to keep it (`fdatasync`) right after, on another thread, so that nothing is lost when the machine stops. One
/// process writes at a time: it holds a lock on the file.
public final class ReviewJournal: Sendable {
  /// The journal's file.
  public let path: String
  /// What was in it when it was opened.
  public let contents: JournalContents
  /// Why nothing can be written, or nil when it can: another program has it open, or its file may only be read.
  public let readOnlyReason: String?
  let descriptor: Int32
  private let state: Mutex<State>
  private let queue = DispatchQueue(label: "flairscope-journal")
  /// Asks the disk to keep what a file holds; 0, or the error.
  private let confirm: @Sendable (Int32) -> Int32

  private struct State {
    var sequence: Int
    /// Whether the last write left a line without its end.
    var isInsideALine: Bool
    var syncedSequence: Int
    /// Whether the disk once refused to confirm: what it keeps of the records since then it does not say later either.
    var isDoubtful = false
    var isClosed = false
    var lastHeader: JournalHeader?
    var recordCount: Int
  }

  /// Opens a journal, and makes it with its folders where there is none.
  /// - Parameter grid: see ``JournalContents/init(_:grid:)``.
  /// - Throws: `cannotCreate` when there can be no file there, `transferFailed` when it cannot be read.
  public convenience init(opening path: String, grid: VoxelGrid? = nil) throws(FileError) {
    try self.init(opening: path, grid: grid) { fdatasync($0) == 0 ? 0 : errno }
  }

  /// - Parameter confirm: asks the disk to keep what a file holds; 0, or the error.
  package init(
    opening path: String, grid: VoxelGrid? = nil, confirmedBy confirm: @escaping @Sendable (Int32) -> Int32
  ) throws(FileError) {
    self.path = path
    self.confirm = confirm
    try Self.makeFolder(of: path)
    var opened = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    var reason: String?
    if opened < 0, errno == EACCES || errno == EROFS || errno == EPERM {
      opened = open(path, O_RDONLY | O_CLOEXEC)
      reason = "its journal may only be read"
    }
    guard opened >= 0 else {
      throw FileError(
        .cannotCreate, path: path, problem: "no journal can be kept there (\(FileError.reason(errno)))",
        advice: "name another with --journal FILE")
    }
    descriptor = opened
    // A file system that knows no locks is no reason to keep no record.
    if reason == nil, flock(opened, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      reason = "another flairscope is reviewing this case"
    }
    readOnlyReason = reason
    do throws(FileError) {
      contents = try JournalContents.read(path, grid: grid)
    } catch {
      Glibc.close(opened)
      throw error
    }
    state = Mutex(
      State(
        sequence: contents.lastSequence, isInsideALine: contents.endsInsideALine,
        syncedSequence: contents.lastSequence, lastHeader: contents.lastHeader,
        recordCount: contents.records.count))
  }

  // Every block of the queue holds on to the journal, so none is left by now.
  deinit { Glibc.close(descriptor) }

  /// Begins the journal, or says in it that version or inputs are others than before. Written only where that is so.
  public func writeHeader(_ header: JournalHeader) throws(FileError) {
    let last = state.withLock { $0.lastHeader }
    if let last, last.version == header.version, header.changes(since: last).isEmpty { return }
    try write(header)
    state.withLock { $0.lastHeader = header }
    sync()
  }

  /// Adds a record; it is in the file when this returns.
  /// - Parameters:
  ///   - acknowledge: called on another thread once the disk has the record, with the number of the last one it
  ///   has.
  ///   - refused: called on another thread when the disk does not confirm that it keeps the record.
  @discardableResult
  public func append(
    _ event: ReviewEvent, author: String, time: Date = Date(), refused: (@Sendable (FileError) -> Void)? = nil,
    acknowledge: (@Sendable (Int) -> Void)? = nil
  ) throws(FileError) -> JournalRecord {
    let record = JournalRecord(
      sequence: state.withLock { $0.sequence &+ 1 }, time: time.ISO8601Format(), author: author, event: event)
    try write(record)
    state.withLock { state in
      state.sequence = record.sequence
      state.recordCount += 1
    }
    sync(acknowledge, refused)
    return record
  }

  /// How many records it holds by now.
  public var recordCount: Int { state.withLock { $0.recordCount } }

  /// Waits until the disk has everything, and lets another process write.
  /// - Returns: how many records, the last ones, the disk never confirmed.
  @discardableResult
  public func close() -> Int {
    queue.sync {}
    defer { flock(descriptor, LOCK_UN) }
    return state.withLock { state in
      state.isClosed = true
      // Sequence numbers are those of the file, of any size.
      return max(0, state.sequence &- state.syncedSequence)
    }
  }

  // MARK: -

  private func write(_ line: some Encodable) throws(FileError) {
    if let reason = readOnlyReason ?? (state.withLock { $0.isClosed } ? "the journal was closed" : nil) {
      throw FileError(.cannotCreate, path: path, problem: "nothing can be recorded: \(reason)")
    }
    // Written to a file that has lost its name, a record would vanish with the program.
    if let named = FileStatus(ofPath: path) {
      guard FileStatus(ofDescriptor: descriptor)?.identity == named.identity else {
        throw FileError(
          .transferFailed, path: path, problem: "the journal was replaced by another file while it was open",
          advice: "put it back under its name, or open the case again")
      }
    } else {
      try writeAgain()
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard var bytes = try? encoder.encode(line) else {
      throw FileError(.transferFailed, path: path, problem: "the action could not be encoded")
    }
    bytes.append(UInt8(ascii: "\n"))
    let code = state.withLock { state in
      if state.isInsideALine { bytes.insert(UInt8(ascii: "\n"), at: 0) }
      let written = Self.writeOnce(bytes, to: descriptor)
      if written == bytes.count {
        state.isInsideALine = false
        return Int32(0)
      }
      if written > 0 { state.isInsideALine = true }
      return written < 0 ? errno : ENOSPC
    }
    guard code == 0 else {
      throw FileError(
        .transferFailed, path: path, problem: "the action was not recorded (\(FileError.reason(code)))",
        advice: code == ENOSPC || code == EDQUOT ? "free some space" : nil)
    }
  }

  private static func writeOnce(_ bytes: Data, to descriptor: Int32) -> Int {
    bytes.withUnsafeBytes { buffer in
      var written = -1
      repeat { written = Glibc.write(descriptor, buffer.baseAddress, buffer.count) } while written < 0 && errno == EINTR
      return written
    }
  }

  private func sync(
    _ acknowledge: (@Sendable (Int) -> Void)? = nil, _ refused: (@Sendable (FileError) -> Void)? = nil
  ) {
    queue.async { [self] in
      let (newest, synced) = state.withLock { ($0.sequence, $0.syncedSequence) }
      // What one call brought to the disk needs no second.
      if newest > synced || newest == 0 {
        let code = confirm(descriptor)
        // What is no file on a disk has nothing to confirm.
        guard [0, EINVAL, ENOSYS].contains(code) else {
          state.withLock { $0.isDoubtful = true }
          refused?(
            FileError(
              .transferFailed, path: path,
              problem: "the disk does not confirm that it keeps the last action (\(FileError.reason(code)))",
              advice: "free some space, or keep the journal elsewhere with --journal FILE"))
          return
        }
        state.withLock { state in
          if !state.isDoubtful { state.syncedSequence = max(state.syncedSequence, newest) }
        }
      }
      acknowledge?(newest)
    }
  }

  static func makeFolder(of path: String) throws(FileError) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    try OutputFolder.make(
      folder, advice: "name another journal with --journal FILE, or set XDG_STATE_HOME", mode: 0o700)
  }
}
