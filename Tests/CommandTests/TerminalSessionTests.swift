import Foundation
import Glibc
import Testing

/// The viewer on a real terminal device: whatever ends it, the terminal is as before.
@Suite(.serialized) struct TerminalSessionTests {
  private static let sample = (#filePath as NSString).deletingLastPathComponent + "/../../samples/sub-19"

  private static let entersScreen = "\u{1b}[?1049h"
  private static let leavesScreen = "\u{1b}[?1049l"
  private static let hidesMouse = "\u{1b}[?1000l"
  private static let showsCursor = "\u{1b}[?25h"

  private func viewer(environment: [String: String] = [:]) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(["view", Self.sample], environment: environment)
    #expect(terminal.waits(for: Self.entersScreen))
    // A cell of the last line but one: the screen is drawn.
    #expect(terminal.waits(for: "\u{1b}[29"))
    terminal.settles()
    #expect(!terminal.hasModesOfBefore)
    return terminal
  }

  private func expectRestored(_ terminal: PseudoTerminal, _ comment: Comment) {
    #expect(terminal.hasModesOfBefore, comment)
    for sequence in [Self.leavesScreen, Self.hidesMouse, Self.showsCursor] {
      #expect(terminal.output.contains(sequence), comment)
    }
  }

  @Test func keysDrawAndQuitRestores() throws {
    let terminal = try viewer()
    terminal.forgetOutput()
    terminal.type("\u{1b}[A")
    terminal.settles(quietSeconds: 0.2)
    #expect(!terminal.output.isEmpty)
    terminal.type("q")
    #expect(terminal.ending() == .status(0))
    expectRestored(terminal, "q")
  }

  /// A step of a training on busy cores takes a while, and a terminal without a word looks as if nothing happened.
  @Test func leavingATrainingSaysWhatIsWaitedFor() throws {
    let terminal = try viewer()
    terminal.type("t")
    #expect(terminal.waits(for: "epoch", seconds: 60))
    terminal.type("q")
    #expect(terminal.waits(for: "quit?"))
    terminal.forgetOutput()
    terminal.type("y")
    #expect(terminal.ending(seconds: 60) == .status(0))
    let output = terminal.output
    let restored = try #require(output.firstRange(of: Self.leavesScreen))
    #expect(output[restored.upperBound...].contains("waiting for the training"))
  }

  @Test func aNewSizeIsDrawnAtOnce() throws {
    let terminal = try viewer()
    terminal.forgetOutput()
    terminal.resize(columns: 150, rows: 44)
    // Only a screen of the new size has such a line.
    #expect(terminal.waits(for: "\u{1b}[43"))
    terminal.type("q")
    #expect(terminal.ending() == .status(0))
  }

  @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130)] as [(Int32, Int32)])
  func signalsEndItProperly(signal: Int32, status: Int32) throws {
    let terminal = try viewer()
    terminal.forgetOutput()
    terminal.send(signal)
    #expect(terminal.ending() == .status(status))
    expectRestored(terminal, "signal \(signal)")
  }

  @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE])
  func aCrashRestoresTheTerminalAndStaysACrash(signal: Int32) throws {
    let terminal = try viewer()
    terminal.forgetOutput()
    terminal.send(signal)
    #expect(terminal.ending() == .signal(signal))
    expectRestored(terminal, "signal \(signal)")
  }

  /// Limits, timers and other programs send these; each would end a program that is not prepared.
  @Test(arguments: [SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU, SIGSYS, SIGIO, SIGPWR, SIGSTKFLT, 34, 64])
  func everySignalThatEndsItRestoresTheTerminal(signal: Int32) throws {
    let terminal = try viewer()
    terminal.forgetOutput()
    terminal.send(signal)
    #expect(terminal.ending() == .signal(signal))
    expectRestored(terminal, "signal \(signal)")
  }

  /// Swift's runtime would report such a signal as a crash, and ask on the terminal what to do next.
  @Test(arguments: [SIGQUIT, SIGSEGV, SIGABRT, SIGTRAP])
  func aSignalThatWasSentIsNoCrashToAskAbout(signal: Int32) throws {
    let terminal = try viewer(environment: ["SWIFT_BACKTRACE": "enable=yes,interactive=yes"])
    terminal.forgetOutput()
    terminal.send(signal)
    #expect(terminal.ending() == .signal(signal))
    expectRestored(terminal, "signal \(signal)")
    #expect(!terminal.output.contains("Press space"))
  }

  @Test func aLostConnectionEndsIt() throws {
    let terminal = try viewer()
    terminal.hangUp()
    #expect(terminal.ending() == .status(129))
  }

  @Test func suspendingWhereNothingCanContinueItGoesOn() throws {
    // The leader of a viewer without job control is never stopped.
    let terminal = try viewer()
    terminal.forgetOutput()
    terminal.type("\u{1a}")
    #expect(terminal.waits(for: Self.leavesScreen))
    #expect(terminal.waits(for: Self.entersScreen))
    terminal.type("q")
    #expect(terminal.ending() == .status(0))
    expectRestored(terminal, "q")
  }

  @Test func withoutColourNoColourIsSent() throws {
    let terminal = try viewer(environment: ["NO_COLOR": "1"])
    #expect(!terminal.output.contains("38;5;") && !terminal.output.contains("38;2;"))
    #expect(terminal.output.firstMatch(of: /\x1b\[[34][0-7]m/) == nil)
    terminal.type("q")
    #expect(terminal.ending() == .status(0))
  }

  @Test(arguments: [("dumb", "cannot place its cursor"), ("no-such-terminal", "terminfo does not know")])
  func aTerminalThatWillNotDoIsRefused(term: String, sentence: String) throws {
    let terminal = try PseudoTerminal(["view", Self.sample], environment: ["TERM": term])
    #expect(terminal.ending() == .status(64))
    #expect(terminal.output.contains("flairscope: ") && terminal.output.contains(sentence))
    #expect(!terminal.output.contains("\u{1b}"))
    #expect(terminal.hasModesOfBefore)
  }
}
