public import Foundation

/// What a journal holds: one JSON document a line.
public struct JournalContents: Sendable {
  /// The first and the last header: the review was begun on the inputs of the one, and continued on those of the other.
  public private(set) var firstHeader: JournalHeader?
  /// The header of the latest session.
  public private(set) var lastHeader: JournalHeader?
  /// The lines that could be read, in their order.
  public private(set) var records: [JournalRecord] = []
  /// Lines that are no record, counted from 1: torn when the program was killed or the
  /// power failed in the middle of a write, or edited by hand. They are kept and passed over.
  public private(set) var unreadableLines: [Int] = []
  /// Whether the last line has no end: the next record must begin a new one.
  public let endsInsideALine: Bool

  /// Whether this can be a journal: it is empty, one of its lines is understood, or its only line was torn in writing.
  public private(set) var isJournal = true

  /// What was done, in its order.
  public var events: [ReviewEvent] { records.map(\.event) }
  /// The largest number of a line; 0 without lines.
  public var lastSequence: Int { records.map(\.sequence).max() ?? 0 }

  /// - Parameter grid: actions on voxels that it does not have are passed over like unreadable lines.
  public init(_ bytes: Data, grid: VoxelGrid? = nil) {
    endsInsideALine = !bytes.isEmpty && bytes.last != UInt8(ascii: "\n")
    var isUnderstood = false
    for (index, line) in JournalLine.lines(of: bytes).enumerated() {
      switch line {
      case .empty: break
      case .record(let record):
        isUnderstood = true
        if let grid, !record.event.fits(grid) {
          unreadableLines.append(index + 1)
        } else {
          records.append(record)
        }
      case .header(let header):
        isUnderstood = true
        firstHeader = firstHeader ?? header
        lastHeader = header
      case .unreadable: unreadableLines.append(index + 1)
      }
    }
    isJournal = isUnderstood || bytes.isEmpty || bytes.first == UInt8(ascii: "{") && unreadableLines.count <= 1
  }

  /// What is unusual about a reader's journal, a sentence each: inputs that changed, lines that cannot be read.
  public func notes(of journal: ReaderJournal, now header: JournalHeader) -> [String] {
    let changes = lastHeader.map { header.changes(since: $0) } ?? []
    let unreadable =
      unreadableLines.isEmpty
      ? [] : ["\(unreadableLines.count) lines of the journal cannot be read and were passed over"]
    return (changes + unreadable).map { "\(journal.title): \($0)" }
  }

  /// Reads a journal without opening it for writing.
  /// - Throws: `badData` for a file of another kind.
  public static func read(_ path: String, grid: VoxelGrid? = nil) throws(FileError) -> JournalContents {
    guard let status = FileStatus(ofPath: path), status.isRegularFile else {
      throw FileError(.notFound, path: path, problem: "no such journal", advice: "check the name")
    }
    guard let bytes = TextFile.bytes(of: path, mostBytes: .max) else {
      throw FileError(.transferFailed, path: path, problem: "the journal could not be read")
    }
    let contents = JournalContents(Data(bytes), grid: grid)
    guard contents.isJournal else {
      throw FileError(
        .badData, path: path, problem: "is not a journal of a review; nothing was written to it",
        advice: "name another with --journal FILE")
    }
    return contents
  }
}

extension ReviewEvent {
  /// Whether all voxels it speaks of lie on a grid.
  func fits(_ grid: VoxelGrid) -> Bool {
    switch self {
    case .lesion(let action): action.fits(grid)
    case .lesions(let many), .regions(let many): many.actions.allSatisfy { $0.fits(grid) }
    case .division(let division): division.actions.allSatisfy { $0.fits(grid) }
    case .wholeCase, .undo, .redo: true
    }
  }
}

extension LesionAction {
  fileprivate func fits(_ grid: VoxelGrid) -> Bool {
    region.fits(grid) && choice.map { $0.voxels.fits(grid) && $0.base.fits(grid) } ?? true
  }
}
