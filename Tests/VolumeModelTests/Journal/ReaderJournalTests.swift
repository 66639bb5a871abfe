import Foundation
import Testing
import VolumeModel

/// Every reader of a case keeps a journal of his own and starts without what others decided.
@Suite struct ReaderJournalTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ author: String, isBlind: Bool = false) -> String {
    JournalPlace.journal(of: author, isBlind: isBlind, inFolder: folder.path)
  }

  private func begin(_ path: String, by author: String) throws {
    let journal = try ReviewJournal(opening: path)
    try journal.writeHeader(
      JournalHeader(version: "1", caseName: "sub-07", inputs: [], author: author, time: "2026-01-02T03:04:05Z"))
    try journal.append(.wholeCase(CaseAction(verdict: .approved)), author: author)
    journal.close()
  }

  @Test func theSecondReaderStartsFresh() throws {
    try begin(path("ana"), by: "ana")
    #expect(try ReviewJournal(opening: path("ben")).contents.events.isEmpty)
    #expect(try ReviewJournal(opening: path("ana")).contents.events.count == 1)
  }

  @Test func aBlindReviewKnowsNothingOfAnOrdinaryOne() throws {
    try begin(path("ana"), by: "ana")
    #expect(try ReviewJournal(opening: path("ana", isBlind: true)).contents.events.isEmpty)
    // No author's name makes an ordinary journal a blind one.
    #expect(path("ana", isBlind: true) != path("blind-ana") && path("blind-ana") != path("ana"))
  }

  /// Before, a case had one journal, whoever reviewed.
  @Test func aFormerJournalBelongsToWhoBeganIt() throws {
    let former = folder.file("journal.jsonl")
    try begin(former, by: "ana")
    #expect(path("ana") == former && path("ben") != former && path("ana", isBlind: true) != former)
  }

  @Test func namesThatAreNoFileNamesStayApart() {
    let names = ["a b", "a/b", "a_b", "..", "", "Zoë", "Zo_"]
    #expect(Set(names.map { path($0) }).count == names.count)
    for name in names { #expect(!path(name).dropFirst(folder.path.count + 1).contains("/")) }
  }

  @Test func allReadersAreFound() throws {
    try begin(path("ben"), by: "ben")
    try begin(path("ana"), by: "ana")
    try begin(path("ben", isBlind: true), by: "ben")
    try folder.write("journal-empty.jsonl", "")
    try folder.write("notes.txt", "no journal")
    let found = JournalPlace.journals(inFolder: folder.path)
    #expect(found.map(\.author) == ["ben", "ana", "ben"] && found.map(\.isBlind) == [true, false, false])
  }

  @Test func whoHasTheFinalWordIsNoReader() throws {
    try begin(path("ana"), by: "ana")
    try begin(JournalPlace.adjudication(by: "ana", inFolder: folder.path), by: "ana")
    try begin(JournalPlace.adjudication(by: "c d", inFolder: folder.path), by: "c d")
    #expect(JournalPlace.journals(inFolder: folder.path).map(\.author) == ["ana"])
    #expect(JournalPlace.adjudications(inFolder: folder.path).map(\.author) == ["ana", "c d"])
  }
}
