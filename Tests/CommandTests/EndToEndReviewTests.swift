import Foundation
import Glibc
import Testing

/// A review as a person does it, through a real terminal device, over two sittings.
@Suite(.serialized) struct EndToEndReviewTests {
  private static let sample = (#filePath as NSString).deletingLastPathComponent + "/../../samples/sub-19"

  private func open(state: String, _ more: [String] = []) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      ["view", Self.sample] + more, columns: 130, rows: 40, environment: ["XDG_STATE_HOME": state, "USER": "tester"])
    #expect(terminal.waits(for: "\u{1b}[39"))
    terminal.settles()
    return terminal
  }

  /// Types, and looks whether the whole screen, drawn anew, says something. Blanks do not count: a terminal is sent
  /// cursor movements in their place.
  private func type(
    _ keys: String, until text: String, on terminal: PseudoTerminal, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    terminal.type(keys)
    terminal.settles(quietSeconds: 0.4)
    terminal.forgetOutput()
    terminal.type("\u{0c}")
    terminal.settles(quietSeconds: 0.4)
    let shown = terminal.output.replacing(/\x1b(\[[0-9;?]*[a-zA-Z]|\([0-9A-Z])/, with: "").replacing(" ", with: "")
    #expect(
      shown.contains(text.replacing(" ", with: "")), "after \(keys.debugDescription)", sourceLocation: sourceLocation)
  }

  @Test func walkTuneJudgeUndoQuitAndComeBack() throws {
    let state = NSTemporaryDirectory() + "flairscope-review-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: state) }
    var terminal = try open(state: state)
    type("nn", until: "axial", on: terminal)
    type("]]", until: "130 %", on: terminal)
    type(":go 60,80,70\r", until: "60,80,70", on: terminal)
    type("s", until: "sagittal", on: terminal)
    type("l", until: "volume", on: terminal)
    type("A", until: "approved", on: terminal)
    type("u", until: "0/96", on: terminal)
    type("A", until: "1/96", on: terminal)
    terminal.type("\u{1b}")
    terminal.settles()
    terminal.type("q")
    #expect(terminal.ending() == .status(0))

    terminal = try open(state: state)
    type(":\u{1b}[A", until: "go 60,80,70", on: terminal)
    terminal.type("\u{1b}")
    terminal.settles()
    type("", until: "sagittal", on: terminal)
    type("", until: "130 %", on: terminal)
    type("l", until: "1/96", on: terminal)
    terminal.type("\u{1b}")
    terminal.settles()
    terminal.type("q")
    #expect(terminal.ending() == .status(0))

    terminal = try open(state: state, ["--fresh"])
    type("", until: "axial", on: terminal)
    type("", until: "120 %", on: terminal)
    terminal.type("q")
    #expect(terminal.ending() == .status(0))
  }

  /// What `:yank-cmd` prints after the screen is gone is a command line that draws the same slice.
  @Test func theCommandLineForAViewDrawsIt() throws {
    let state = NSTemporaryDirectory() + "flairscope-review-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: state) }
    let terminal = try open(state: state)
    type("c:go 61,81,71\r", until: "coronal", on: terminal)
    terminal.forgetOutput()
    type(":yank-cmd\r", until: "Command line", on: terminal)
    terminal.forgetOutput()
    terminal.type("qq")
    #expect(terminal.ending() == .status(0))
    let start = try #require(terminal.output.ranges(of: "flairscope view ").last?.upperBound)
    let flags = terminal.output[start...].prefix { !$0.isNewline }.split(separator: " ").map(String.init)
    let drawn = try CommandRun(["render", "--text", "--whole-screen", "--size", "130x40"] + flags)
    #expect(drawn.status == 0, "\(drawn.errors)")
    #expect(drawn.output.contains("coronal") && drawn.output.contains("voxel 61,81,71"))
  }

  @Test func aStormOfSizesEndsOnTheLastOne() throws {
    let state = NSTemporaryDirectory() + "flairscope-review-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: state) }
    let terminal = try open(state: state)
    for step in 0..<60 { terminal.resize(columns: UInt16(40 + step * 2), rows: UInt16(10 + step % 40)) }
    terminal.resize(columns: 140, rows: 47)
    terminal.forgetOutput()
    #expect(terminal.waits(for: "\u{1b}[46"), "the line above the last of the final size")
    terminal.type("q")
    #expect(terminal.ending() == .status(0))
  }
}
