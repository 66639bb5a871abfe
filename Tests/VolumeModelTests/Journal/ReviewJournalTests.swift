import Foundation
import Synchronization
import Testing
import VolumeModel

/// Counts, on any thread.
private final class Calls: Sendable {
  private let made = Mutex(0)

  var count: Int { made.withLock { $0 } }

  func next() -> Int {
    made.withLock { made in
      made += 1
      return made
    }
  }
}

@Suite struct ReviewJournalTests {
  private let folder: TemporaryFolder
  private var path: String { folder.file("reviews/journal.jsonl") }

  init() throws { folder = try TemporaryFolder() }

  private func header(_ flairHash: String = "f00", version: String = "1.0") -> JournalHeader {
    JournalHeader(
      version: version, caseName: "sub-07", inputs: [JournalInput(role: "flair", path: "f.nii", sha256: flairHash)],
      author: "ada", time: "2026-01-02T03:04:05Z")
  }

  private func lesion(_ number: Int) -> ReviewEvent {
    var act = LesionAction(lesion: number, region: VoxelRegion(.boxes(on: .test(8, 8, 8), (1...3, 1...2, 1...1))))
    act.verdict = .approved
    act.lesionClass = LesionClass(rawValue: "Dawson finger")
    act.reason = "too small"
    act.comment = "zwei\nZeilen, \"quoted\" \u{2028} ☂"
    return .lesion(act)
  }

  private var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

  @Test func whatWasRecordedIsReadAgain() throws {
    let events = [lesion(1), lesion(2), .undo, .wholeCase(CaseAction(verdict: .rejected)), .redo]
    do {
      let journal = try ReviewJournal(opening: path)
      #expect(journal.contents.records.isEmpty)
      try journal.writeHeader(header())
      for event in events { try journal.append(event, author: "ada", time: Date(timeIntervalSince1970: 0)) }
      journal.close()
    }
    let again = try ReviewJournal(opening: path)
    #expect(again.contents.events == events)
    #expect(again.contents.records.map(\.sequence) == [1, 2, 3, 4, 5])
    #expect(again.contents.records.first?.time == "1970-01-01T00:00:00Z")
    #expect(again.contents.lastHeader == header())
    #expect(text.split(separator: "\n").count == 6, "one line a record, whatever a comment holds")
    #expect(try again.append(.undo, author: "bob").sequence == 6)
  }

  /// Long enough to be read in blocks: the order stays, and a broken line is named by its number.
  @Test func aLongJournalKeepsItsOrder() {
    let lines = (1...10_000).map { $0 == 9000 ? "{broken" : #"{"act":"undo","author":"a","seq":\#($0),"time":"t"}"# }
    let contents = JournalContents(Data(lines.joined(separator: "\n").utf8))
    #expect(contents.unreadableLines == [9000] && contents.endsInsideALine)
    #expect(contents.records.map(\.sequence) == (1...10_000).filter { $0 != 9000 })
  }

  @Test func theDiskAnswersForEveryRecord() async throws {
    let journal = try ReviewJournal(opening: path)
    let acknowledged = await withCheckedContinuation { continuation in
      do {
        try journal.append(.undo, author: "ada", acknowledge: { continuation.resume(returning: $0) })
      } catch {
        continuation.resume(returning: -1)
      }
    }
    #expect(acknowledged == 1)
  }

  /// A quota or a failing network disk may show only then.
  @Test func aDiskThatDoesNotConfirmIsNamed() async throws {
    let journal = try ReviewJournal(opening: path) { _ in 122 }
    let refusal = await withCheckedContinuation { continuation in
      do {
        try journal.append(
          .undo, author: "ada", refused: { continuation.resume(returning: "\($0)") },
          acknowledge: { _ in continuation.resume(returning: "acknowledged") })
      } catch {
        continuation.resume(returning: "not written")
      }
    }
    #expect(refusal.hasPrefix("\(path): the disk does not confirm"))
    #expect(journal.close() == 1)
  }

  /// After a failed write the system forgets which bytes are missing: a later success says nothing of them.
  @Test func whatADiskRefusedOnceStaysUnconfirmed() throws {
    let calls = Calls()
    let journal = try ReviewJournal(opening: path) { _ in calls.next() == 2 ? 5 : 0 }
    for number in 1...3 {
      try journal.append(lesion(number), author: "ada")
      // Each is confirmed, or not, by itself.
      while calls.count < number { usleep(1000) }
    }
    #expect(journal.close() == 2)
    #expect(try JournalContents.read(path).records.count == 3)
    #expect(try ReviewJournal(opening: path).close() == 0)
  }

  /// A power cut may leave any beginning of the last record: the rest stands, and the next record is whole.
  @Test func aTornTailLosesNothingElse() throws {
    do {
      let journal = try ReviewJournal(opening: path)
      try journal.writeHeader(header())
      for number in 1...3 { try journal.append(lesion(number), author: "ada") }
      journal.close()
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let lastLine = whole.dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? 0
    for length in stride(from: lastLine + 1, through: whole.count, by: 7) {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      do {
        let journal = try ReviewJournal(opening: path)
        #expect(journal.contents.records.count >= 2)
        try journal.append(lesion(9), author: "ada")
        journal.close()
      }
      let read = try JournalContents.read(path)
      #expect(read.events.prefix(2) == [lesion(1), lesion(2)])
      #expect(read.events.last == lesion(9))
      #expect(!read.endsInsideALine)
      #expect(read.unreadableLines.count <= 1)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)).starts(with: whole.prefix(length)), "never deleted")
    }
  }

  @Test func aSecondViewerOnlyReads() throws {
    let first = try ReviewJournal(opening: path)
    try first.append(lesion(1), author: "ada")
    let second = try ReviewJournal(opening: path)
    #expect(first.readOnlyReason == nil)
    #expect(second.readOnlyReason?.contains("another flairscope") == true)
    #expect(second.contents.events == [lesion(1)])
    #expect(throws: FileError.self) { try second.append(.undo, author: "bob") }
    #expect(try JournalContents.read(path).events == [lesion(1)])
  }

  @Test func aClosedJournalIsFreeForOthers() throws {
    let first = try ReviewJournal(opening: path)
    try first.append(lesion(1), author: "ada")
    first.close()
    #expect(try ReviewJournal(opening: path).readOnlyReason == nil)
    #expect(throws: FileError.self) { try first.append(.undo, author: "ada") }
  }

  @Test func changedInputsAreSaidAndRecorded() throws {
    for _ in 1...2 {
      let journal = try ReviewJournal(opening: path)
      try journal.writeHeader(header())
      journal.close()
      #expect(text.split(separator: "\n").count == 1, "the same inputs need no second header")
    }
    let journal = try ReviewJournal(opening: path)
    let now = header("beef")
    let last = try #require(journal.contents.lastHeader)
    #expect(now.changes(since: last).first?.contains("flair has changed") == true)
    try journal.writeHeader(now)
    let read = try JournalContents.read(path)
    #expect(read.firstHeader == header())
    #expect(read.lastHeader == now)
  }

  @Test func foreignLinesAndForeignVoxelsArePassedOver() throws {
    try folder.write(
      "reviews/journal.jsonl",
      """
      {"schema":"something else"}
      nonsense
      {"seq":1,"time":"t","author":"a","act":"lesion","lesion":1,"region":[5,3],"verdict":"approved"}
      {"seq":2,"time":"t","author":"a","act":"lesion","lesion":1,"region":[9999,3]}
      {"seq":3,"time":"t","author":"a","act":"dance"}
      {"seq":7,"time":"t","author":"a","act":"undo"}

      """)
    let contents = try JournalContents.read(path, grid: .test(8, 8, 8))
    #expect(contents.records.map(\.sequence) == [1, 7])
    #expect(contents.unreadableLines == [1, 2, 4, 5])
    #expect(contents.lastSequence == 7)
  }

  @Test func aFolderThatCannotBeMadeIsRefused() throws {
    try folder.write("plain", "a file")
    let error = #expect(throws: FileError.self) { try ReviewJournal(opening: folder.file("plain/deep/journal.jsonl")) }
    #expect(error?.kind == .cannotCreate)
    #expect(throws: FileError.self) { try JournalContents.read(folder.file("missing")) }
  }

  @Test(arguments: [
    (["XDG_STATE_HOME": "/s", "HOME": "/h"], "/s/flairscope/reviews/sub-07_x_-0123abcd/journal.jsonl"),
    (
      ["XDG_STATE_HOME": "relative", "HOME": "/h"],
      "/h/.local/state/flairscope/reviews/sub-07_x_-0123abcd/journal.jsonl"
    ),
  ])
  func journalsHaveTheirPlace(environment: [String: String], expected: String) {
    let place = JournalPlace.standard(caseName: "sub-07/x ", flairSHA256: "0123abcdef", environment: environment)
    #expect(place == expected)
    #expect(JournalPlace.standard(caseName: "..", flairSHA256: nil, environment: [:]) == nil)
  }

  /// Git, rsync and cloud folders replace files by renaming: what is written to the old one would be gone.
  @Test func aJournalThatWasReplacedTakesNothing() throws {
    let journal = try ReviewJournal(opening: path)
    try journal.append(lesion(1), author: "ada")
    let kept = try Data(contentsOf: URL(fileURLWithPath: path))
    try FileManager.default.removeItem(atPath: path)
    // Back under its name, though another file, it is no longer the one that is open.
    try kept.write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: FileError.self) { try journal.append(lesion(2), author: "ada") }
    #expect("\(try #require(error))".contains("replaced by another file"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == kept)
  }

  @Test(arguments: [true, false]) func aJournalThatWasRemovedIsWrittenAgain(withItsFolder: Bool) throws {
    let journal = try ReviewJournal(opening: path)
    try journal.append(lesion(1), author: "ada")
    try journal.append(lesion(2), author: "ada")
    let removed = withItsFolder ? (path as NSString).deletingLastPathComponent : path
    try FileManager.default.removeItem(atPath: removed)
    try journal.append(lesion(3), author: "ada")
    try journal.append(lesion(4), author: "ada")
    #expect(journal.close() == 0)
    #expect(try JournalContents.read(path).records.map(\.sequence) == [1, 2, 3, 4])
    // It holds the lock of the new file as it held the old one's.
    let (first, second) = (try ReviewJournal(opening: path), try ReviewJournal(opening: path))
    #expect(first.readOnlyReason == nil && second.readOnlyReason != nil)
  }

  @Test func aRemovedJournalThatCannotBeWrittenAgainTakesNothing() throws {
    let journal = try ReviewJournal(opening: path)
    try journal.append(lesion(1), author: "ada")
    let place = (path as NSString).deletingLastPathComponent
    try FileManager.default.removeItem(atPath: place)
    try Data().write(to: URL(fileURLWithPath: place))
    #expect(throws: FileError.self) { try journal.append(lesion(2), author: "ada") }
    try FileManager.default.removeItem(atPath: place)
    // Tried again once the place is free.
    try journal.append(lesion(2), author: "ada")
    #expect(try JournalContents.read(path).records.count == 2)
  }

  @Test(arguments: ["\u{1f}\u{8b}\u{8}\u{0}image", "name,age\n1,2\n", "{}\n{}\n"])
  func aFileThatIsNoJournalIsLeftAlone(text: String) throws {
    try FileManager.default.createDirectory(atPath: folder.file("reviews"), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: FileError.self) { try ReviewJournal(opening: path) }
    #expect("\(try #require(error))".contains("not a journal"))
    #expect(throws: FileError.self) { try JournalContents.read(path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
  }
}
