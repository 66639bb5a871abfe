import Foundation

/// Where journals are kept when nobody names a place.
public enum JournalPlace {
  /// `$XDG_STATE_HOME/flairscope/reviews/CASE-HASH/journal.jsonl`, by default below `~/.local/state`. The hash is that
  /// of the FLAIR's content, so that a case keeps its review wherever it is moved to.
  /// - Returns: nil when there is neither XDG_STATE_HOME nor HOME.
  public static func standard(
    caseName: String, flairSHA256: String?, environment: [String: String]
  ) -> String? {
    folder(caseName: caseName, flairSHA256: flairSHA256, environment: environment).map(formerJournal)
  }

  /// The folder of a case's reviews; two visits compared are a review of their own.
  public static func folder(
    of review: ReviewCase, inputs: [JournalInput], environment: [String: String]
  ) -> String? {
    folder(
      caseName: review.name + (review.comparesVisits ? "-visits" : ""),
      flairSHA256: inputs.first { $0.role == "flair" }?.sha256, environment: environment)
  }

  static func folder(caseName: String, flairSHA256: String?, environment: [String: String]) -> String? {
    let hash = flairSHA256.map { String($0.prefix(8)) } ?? "unknown"
    return StateFolder.path(environment: environment).map { "\($0)/reviews/\(fileName(caseName))-\(hash)" }
  }

  /// Where earlier versions kept the one review of a case.
  private static func formerJournal(inFolder folder: String) -> String { "\(folder)/journal.jsonl" }

  /// The journal of a reader. Every reader has one of his own in the case's folder, and another for blind reviews, so
  /// that nobody starts with what another one decided. The one review that earlier versions kept belongs to who began it.
  public static func journal(of author: String, isBlind: Bool, inFolder folder: String) -> String {
    let own = "\(folder)/\(isBlind ? "blind-" : "")journal-\(readerName(author)).jsonl"
    let former = formerJournal(inFolder: folder)
    if !isBlind, FileStatus(ofPath: own) == nil, FileStatus(ofPath: former) != nil, reader(ofJournal: former) == author
    {
      return former
    }
    return own
  }

  /// The journal in which an adjudicator has the final word on what readers said: never that of his own reading.
  public static func adjudication(by author: String, inFolder folder: String) -> String {
    "\(folder)/adjudication-\(readerName(author)).jsonl"
  }

  /// The journals of all readers of a case, blind ones too, in the order of their names.
  public static func journals(inFolder folder: String) -> [ReaderJournal] {
    journals(inFolder: folder, beginning: "journal", "blind-journal")
  }

  /// The journals of those who had the final word on a case, in the order of their names.
  public static func adjudications(inFolder folder: String) -> [ReaderJournal] {
    journals(inFolder: folder, beginning: "adjudication-")
  }

  private static func journals(inFolder folder: String, beginning prefixes: String...) -> [ReaderJournal] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { name in name.hasSuffix(".jsonl") && prefixes.contains { name.hasPrefix($0) } }
      .compactMap { name in
        let path = "\(folder)/\(name)"
        return reader(ofJournal: path).map {
          ReaderJournal(path: path, author: $0, isBlind: name.hasPrefix("blind-"))
        }
      }
  }

  /// Who began a journal; nil where it cannot be read or nothing was recorded.
  private static func reader(ofJournal path: String) -> String? {
    // The header is the first line; what follows may be long.
    guard let file = FileHandle(forReadingAtPath: path), let bytes = try? file.read(upToCount: 1 << 16) else {
      return nil
    }
    defer { try? file.close() }
    let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    guard let header = try? JSONDecoder().decode(JournalHeader.self, from: line), header.schema == JournalHeader.schema
    else { return nil }
    return header.author
  }

  /// The name as part of a file's. A name that had to be changed keeps a hash of itself, so that two do not meet.
  private static func readerName(_ author: String) -> String {
    let name = fileName(author)
    return name == author ? name : name + "-" + SHA256.ofText(author).prefix(8)
  }

  private static func fileName(_ name: String) -> String {
    let kept = name.prefix(80).map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" }
    return kept.isEmpty || kept.first == "." ? "case" + String(kept) : String(kept)
  }
}

/// A reader's journal of a case.
public struct ReaderJournal: Sendable, Hashable {
  /// Its file.
  public let path: String
  /// Who began it.
  public let author: String
  /// Whether the reader did not know who drew what.
  public let isBlind: Bool

  /// The reader as people see him in a list: "ana", "ana (blind)".
  public var title: String { author + (isBlind ? " (blind)" : "") }

  /// What the reader decided, and what is unusual about the journal.
  /// - Throws: `FileError` when it cannot be read.
  public func read(on grid: VoxelGrid) throws(FileError) -> (review: ReaderReview, contents: JournalContents) {
    let contents = try JournalContents.read(path, grid: grid)
    return (ReaderReview(name: title, state: ReviewHistory(contents.events).state), contents)
  }
}
