import Foundation
import Segmenter
import Settings
internal import Synchronization
import VolumeModel
import ViewerTUI
import ReviewReports

/// Where a review is kept and who makes it, as asked for on the command line.
package struct ReviewSettings: Sendable {
  /// A journal's path; nil is the standard place.
  package var journal: String?
  /// The login name, when nobody says.
  package var author: String
  /// Whether the author has the final word on what all readers said.
  package var isAdjudicating: Bool

  package init(journal: String? = nil, author: String? = nil, isAdjudicating: Bool = false) {
    self.isAdjudicating = isAdjudicating
    self.journal = journal
    self.author = author ?? LoginName.ofThisUser ?? ""
  }
}

/// Keeps the journal of the open case: opens it away from the interface, writes each action before the next frame, and has
/// the disk confirm it afterwards.
///
/// It belongs to the thread of the event loop; only the journal itself is shared with the thread that opens it.
final class ReviewKeeper {
  private let settings: ReviewSettings
  private let post: @Sendable (Message) -> Void
  private let opened = Opened()

  private final class Opened: Sendable {
    let state = Mutex<State>(State())
    struct State {
      var journal: ReviewJournal?
      var header: JournalHeader?
      var isAbandoned = false
    }
  }

  init(review: ReviewCase, settings: ReviewSettings, post: @escaping @Sendable (Message) -> Void) {
    self.settings = settings
    self.post = post
    let opened = opened
    Thread.detachNewThread {
      // Hashing the inputs takes a while; the picture is not held up.
      let inputs = JournalInput.inputs(of: review)
      let header = JournalHeader(
        version: Segmenter.version, caseName: review.name, inputs: inputs, author: settings.author,
        time: Date().ISO8601Format())
      do {
        let readers = settings.isAdjudicating ? try Self.readers(of: review, inputs, header) : []
        let path = try Self.path(settings, review, inputs)
        let journal = try ReviewJournal(opening: path, grid: review.grid)
        try journal.contents.check(path, isOf: header)
        let isAbandoned = opened.state.withLock { state in
          (state.journal, state.header) = (journal, header)
          return state.isAbandoned
        }
        if isAbandoned { journal.close() }
        post(
          .journalOpened(
            JournalOpening(
              path: path, events: journal.contents.events, readOnlyReason: journal.readOnlyReason,
              notes: Self.notes(journal, header) + readers.flatMap(\.notes), readers: readers.map(\.review))))
      } catch {
        post(.journalOpened(JournalOpening(path: "", events: [], readOnlyReason: "\(error)", notes: ["\(error)"])))
      }
    }
  }

  private static func path(
    _ settings: ReviewSettings, _ review: ReviewCase, _ inputs: [JournalInput]
  ) throws(FileError) -> String {
    if let named = settings.journal { return named }
    guard
      let folder = JournalPlace.folder(
        of: review, inputs: inputs, environment: ProcessInfo.processInfo.environment)
    else {
      throw FileError(
        .cannotCreate, path: "journal", problem: "there is no home folder to keep it in",
        advice: "name one with --journal FILE, or set XDG_STATE_HOME")
    }
    if settings.isAdjudicating { return JournalPlace.adjudication(by: settings.author, inFolder: folder) }
    return JournalPlace.journal(of: settings.author, isBlind: review.isBlinded, inFolder: folder)
  }

  /// What every reader of the case decided, with what is doubtful about it.
  private static func readers(
    of review: ReviewCase, _ inputs: [JournalInput], _ header: JournalHeader
  ) throws(FileError) -> [(review: ReaderReview, notes: [String])] {
    let journals = JournalPlace.journals(
      of: review, inputs: inputs, environment: ProcessInfo.processInfo.environment)
    var readers: [(review: ReaderReview, notes: [String])] = []
    for journal in journals {
      let (said, contents) = try journal.read(on: review.grid)
      readers.append((said, contents.notes(of: journal, now: header)))
    }
    return readers
  }

  private static func notes(_ journal: ReviewJournal, _ header: JournalHeader) -> [String] {
    var notes = journal.readOnlyReason.map { ["read-only: \($0)"] } ?? []
    if let last = journal.contents.lastHeader { notes += header.changes(since: last) }
    let unreadable = journal.contents.unreadableLines
    if !unreadable.isEmpty {
      let lines = unreadable.prefix(5).map(String.init).joined(separator: ", ") + (unreadable.count > 5 ? ", ..." : "")
      notes.append("\(journal.path): line \(lines) cannot be read and was passed over; it is kept")
    }
    return notes
  }

  /// Actions that could not be written yet, in their order.
  private(set) var unrecorded: [ReviewEvent] = []

  /// Writes an action; it is in the file when this returns, unless the file refuses it. Then it waits, and those after it
  /// wait behind it, so that the journal never tells another story than the screen.
  func record(_ event: ReviewEvent) {
    unrecorded.append(event)
    recordWaiting()
  }

  /// Tries again what could not be written.
  func recordWaiting() {
    let (journal, header) = opened.state.withLock { ($0.journal, $0.header) }
    guard let journal, let header, !unrecorded.isEmpty else { return }
    let post = post
    do {
      try journal.writeHeader(header)
      while let event = unrecorded.first {
        try journal.append(event, author: settings.author, refused: { post(.notice(.warning("\($0)"))) })
        unrecorded.removeFirst()
      }
      post(.recording(waiting: 0, problem: nil))
    } catch {
      post(.recording(waiting: unrecorded.count, problem: "\(error)"))
    }
  }

  /// What an export says of where it came from; nil while the journal is being opened.
  func origin() -> ExportOrigin? {
    opened.state.withLock { state in
      guard let journal = state.journal, let header = state.header else { return nil }
      return ExportOrigin(
        author: settings.author, version: header.version, time: Date().ISO8601Format(), inputs: header.inputs,
        journal: journal.recordCount > 0 ? journal.path : nil, actionCount: journal.recordCount)
    }
  }

  /// How far the readers of the case agree, in the lesions of a table; their journals are read when it is called.
  func readerAgreement(of review: ReviewCase) -> @Sendable (LesionTable) throws -> [ReaderAgreement] {
    let inputs = opened.state.withLock { $0.header?.inputs } ?? []
    return { table in
      try ReaderAgreement.ofReaders(
        of: review, inputs: inputs, in: table, environment: ProcessInfo.processInfo.environment)
    }
  }

  /// Waits until the disk has everything and lets others review the case.
  /// - Returns: how many actions are written, but not confirmed by the disk.
  func finish() -> Int {
    recordWaiting()
    let journal = opened.state.withLock { state in
      state.isAbandoned = true
      return state.journal
    }
    return journal?.close() ?? 0
  }
}
