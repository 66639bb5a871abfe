import Foundation
import Glibc
import Testing
import VolumeModel

/// The record of a review survives the death of the program at any moment.
@Suite(.serialized) struct JournalKillTests {
  /// 200 times: a process records actions one after the other and is killed; every action that it had acknowledged is there.
  /// Linux lets a kill end a `write` between two pages, so the line that was being written may be torn: it was not
  /// acknowledged, it is passed over, and what follows is whole.
  @Test func nothingAcknowledgedIsLostWhenTheProgramIsKilled() throws {
    let scratch = try ScratchFolder()
    var generator = SystemRandomNumberGenerator()
    var acknowledgedInAll = 0
    var expected = 0
    for round in 0..<200 {
      let path = scratch.file("journal-\(round / 10).jsonl")
      if round % 10 == 0 { expected = 0 }
      let enough = Int.random(in: 0...25, using: &generator)
      let delay = UInt32.random(in: 0...3000, using: &generator)
      let last = try lastAcknowledged(before: enough, thenAfterMicroseconds: delay, path)
      acknowledgedInAll += max(0, last - expected)
      expected = max(expected, last)
      guard FileManager.default.fileExists(atPath: path) else { continue }
      let contents = try JournalContents.read(path)
      #expect(contents.unreadableLines.count <= round % 10 + 1, "round \(round): one line a kill at most")
      #expect(contents.lastSequence >= expected, "round \(round): \(expected) was acknowledged")
      #expect(contents.records.map(\.sequence) == (0..<contents.lastSequence).map { $0 + 1 }, "round \(round)")
      expected = max(expected, contents.lastSequence)
    }
    #expect(acknowledgedInAll > 500, "the program was killed in the middle of its work")
  }

  /// Runs the recorder, kills it once it has acknowledged `enough` actions and some time has passed, and returns the number
  /// of the last action that it acknowledged.
  private func lastAcknowledged(before enough: Int, thenAfterMicroseconds delay: UInt32, _ path: String) throws -> Int {
    let process = Process()
    process.executableURL = try CommandRun.executable("journal-recorder")
    process.arguments = [path, "100000"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    var text = Data()
    while text.count(where: { $0 == UInt8(ascii: "\n") }) < enough {
      let more = pipe.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      text += more
    }
    usleep(delay)
    kill(process.processIdentifier, SIGKILL)
    text += pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // Only whole lines count as acknowledged.
    guard let end = text.lastIndex(of: UInt8(ascii: "\n")) else { return 0 }
    return text[..<end].split(separator: UInt8(ascii: "\n")).compactMap { Int(String(decoding: $0, as: UTF8.self)) }
      .max() ?? 0
  }

  private static let sample = (#filePath as NSString).deletingLastPathComponent + "/../../samples/sub-19"

  /// A review on a real terminal: verdicts are given, the connection is lost or the program killed, and the next viewer
  /// goes on where the last one was.
  @Test(arguments: [SIGKILL, SIGTERM, SIGHUP])
  func aReviewGoesOnWhereItEnded(signal: Int32) throws {
    let scratch = try ScratchFolder()
    let journal = scratch.file("journal.jsonl")
    let terminal = try PseudoTerminal(["view", Self.sample, "--journal", journal], columns: 120, rows: 40)
    #expect(terminal.waits(for: "0/96"))
    terminal.type("l")
    terminal.type("A")
    #expect(terminal.waits(for: "1/96"))
    terminal.type("\u{1b}[B")
    terminal.type("X")
    #expect(terminal.waits(for: "2/96"))
    terminal.send(signal)
    _ = terminal.ending()
    let contents = try JournalContents.read(journal)
    #expect(contents.records.count == 2 && contents.unreadableLines.isEmpty)

    let next = try PseudoTerminal(["view", Self.sample, "--journal", journal], columns: 120, rows: 40)
    #expect(next.waits(for: "2/96"))
    next.type("u")
    #expect(next.waits(for: "1/96"))
    next.type("q")
    #expect(next.ending() == .status(0))
    #expect(try JournalContents.read(journal).events.last == .undo)
  }

  /// Strokes of the mouse and a cut on a real terminal, by the bytes that terminals send: what the screen said to be done is
  /// in the record when the program is killed, and the next viewer shows it.
  @Test func strokesAndCutsAreRecordedBeforeTheyAreSaid() throws {
    let scratch = try ScratchFolder()
    let journal = scratch.file("journal.jsonl")
    let terminal = try PseudoTerminal(["view", Self.sample, "--journal", journal], columns: 120, rows: 40)
    #expect(terminal.waits(for: "0/96"))
    terminal.type("E")
    terminal.settles()
    terminal.type("\u{1b}[<0;30;15M\u{1b}[<32;33;15M\u{1b}[<32;36;17M\u{1b}[<0;36;17m")
    #expect(terminal.waits(for: "1/96"))
    // Slower than pasted text.
    for part in ["\u{1b}", ":join", " 5 6", "\r"] {
      terminal.settles()
      terminal.type(part)
    }
    terminal.settles()
    terminal.send(SIGKILL)
    _ = terminal.ending()
    let contents = try JournalContents.read(journal)
    #expect(contents.records.count == 2 && contents.unreadableLines.isEmpty)
    guard case .lesion(let stroke)? = contents.events.first, case .division? = contents.events.last else {
      Issue.record("no stroke and no join: \(contents.events.count) events")
      return
    }
    #expect(stroke.choice?.source == .drawn && (stroke.choice?.voxels.voxelCount ?? 0) > 30)
    let next = try PseudoTerminal(["view", Self.sample, "--journal", journal], columns: 120, rows: 40)
    next.settles()
    next.type("u")
    next.settles()
    next.type("q")
    #expect(next.ending() == .status(0))
    #expect(try JournalContents.read(journal).events.last == .undo)
  }

  /// Pasted into a terminal that does not mark pasted text: nothing is decided, and a hand can go on.
  @Test func pastedTextDecidesNothing() throws {
    let scratch = try ScratchFolder()
    let journal = scratch.file("journal.jsonl")
    let terminal = try PseudoTerminal(["view", Self.sample, "--journal", journal], columns: 120, rows: 40)
    #expect(terminal.waits(for: "0/96"))
    terminal.type("AXAXAXAXAXAX")
    #expect(terminal.waits(for: "pasted"))
    terminal.type("A")
    #expect(terminal.waits(for: "1/96"))
    terminal.type("q")
    #expect(terminal.ending() == .status(0))
    #expect(try JournalContents.read(journal).records.count == 1)
  }

  @Test func aSecondViewerSaysThatItOnlyReads() throws {
    let scratch = try ScratchFolder()
    let journal = scratch.file("journal.jsonl")
    let first = try PseudoTerminal(["view", Self.sample, "--journal", journal], columns: 120, rows: 40)
    #expect(first.waits(for: "0/96"))
    let second = try PseudoTerminal(["view", Self.sample, "--journal", journal], columns: 120, rows: 40)
    #expect(second.waits(for: "read-only"))
    for terminal in [first, second] {
      terminal.type("q")
      #expect(terminal.ending() == .status(0))
    }
  }
}
