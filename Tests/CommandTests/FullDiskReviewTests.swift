import Foundation
import Testing
import VolumeModel

/// A review whose journal cannot grow any more in the middle: what is not recorded is not counted, and leaving says so.
@Suite(.serialized) struct FullDiskReviewTests {
  private static let sample = (#filePath as NSString).deletingLastPathComponent + "/../../samples/sub-19"

  @Test func leavingAsksAndFailsWhileActionsWait() throws {
    let scratch = try ScratchFolder()
    let journal = scratch.file("journal.jsonl")
    let terminal = try PseudoTerminal(
      ["view", Self.sample, "--journal", journal, "--fresh"], columns: 120, rows: 40, fileBlocks: 8)
    #expect(terminal.waits(for: "0/96"))
    for _ in 0..<40 where !terminal.output.contains("NOT RECORDED") {
      // The smallest regions first: their records are short.
      terminal.type("N")
      terminal.settles(quietSeconds: 0.1)
      terminal.type("T")
      terminal.settles(quietSeconds: 0.1)
    }
    #expect(terminal.output.contains("NOT RECORDED"))
    let recorded = try JournalContents.read(journal).records.count
    #expect(recorded > 0)
    terminal.forgetOutput()
    terminal.type("q")
    #expect(terminal.waits(for: "lost"))
    terminal.settles(quietSeconds: 0.2)
    terminal.type("n")
    terminal.settles(quietSeconds: 0.3)
    terminal.type("q")
    terminal.settles(quietSeconds: 0.3)
    terminal.type("y")
    #expect(terminal.ending() == .status(74))
    #expect(try JournalContents.read(journal).records.count == recorded)
  }

  /// Killed at a moment drawn by chance, and opened again: what the screen said to be decided is there.
  @Test func whatWasSaidToBeDecidedOutlivesAKill() throws {
    let scratch = try ScratchFolder()
    let journal = scratch.file("journal.jsonl")
    var said = 0
    for round in 0..<4 {
      let terminal = try PseudoTerminal(["view", Self.sample, "--journal", journal, "--fresh"], columns: 120, rows: 40)
      #expect(terminal.waits(for: "/96"))
      terminal.type("l")
      terminal.settles(quietSeconds: 0.2)
      for _ in 0..<Int.random(in: 1...4) {
        terminal.type("A")
        terminal.settles(quietSeconds: 0.1)
        terminal.type("\u{1b}[B")
        terminal.reads(forSeconds: Double.random(in: 0.06...0.12))
      }
      for match in terminal.output.matches(of: /(\d+)\/96 lesions/) { said = max(said, Int(match.1) ?? 0) }
      terminal.send(SIGKILL)
      _ = terminal.ending()
      let contents = try JournalContents.read(journal)
      #expect(contents.records.map(\.sequence) == Array(1...max(1, contents.records.count)), "round \(round)")
      let decided = Set(
        contents.events.compactMap { event in if case .lesion(let action) = event { action.region } else { nil } })
      #expect(decided.count >= said, "round \(round): the screen said \(said)")
    }
  }
}
