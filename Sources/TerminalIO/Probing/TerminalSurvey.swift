internal import CNCurses
internal import Foundation

/// What the program finds out about its terminal, also where there is none: for reports.
package struct TerminalSurvey: Sendable {
  package let term: String?
  package let inputIsTerminal: Bool
  package let outputIsTerminal: Bool
  package let window: WindowSize
  package let locale: LocaleFinding
  /// Nil when TERM names nothing that terminfo knows.
  package let profile: TerminalProfile?
  /// The terminal answered the questions about itself; nil when it was not asked.
  package let answered: Bool?
  /// Why the viewer could not start here.
  package let obstacle: TerminalError?
  /// As in "ncurses 6.4.20221231".
  package let cursesVersion: String

  /// Looks, and asks the terminal where there is one.
  package init(wishes: TerminalWishes = TerminalWishes()) {
    let environment = ProcessInfo.processInfo.environment
    term = environment["TERM"].flatMap { $0.isEmpty ? nil : $0 }
    inputIsTerminal = isatty(0) == 1
    outputIsTerminal = isatty(1) == 1
    cursesVersion = curses_version().map { String(cString: $0) } ?? "ncurses"
    var evidence: TerminalEvidence?
    var failure: TerminalError? = term == nil ? .noTerminalNamed : nil
    var canPlaceCursor = true
    if let term {
      do {
        try Terminfo.load(term, descriptor: 1)
        evidence = TerminalProbe.evidence(wishes: wishes, environment: environment)
        canPlaceCursor = ControlStrings(loadedWith: .monochrome) != nil
        Terminfo.release()
      } catch { failure = error }
    }
    locale = evidence?.locale ?? TerminalProbe.locale(environment)
    window = evidence?.window ?? TerminalProbe.windowSize()
    answered = evidence?.answers.map(\.isComplete)
    profile = evidence.map { TerminalProfile(deciding: $0, wishes: wishes) }
    if failure == nil, !canPlaceCursor { failure = .tooDumb(term ?? "") }
    if !inputIsTerminal { failure = failure ?? .notATerminal("standard input") }
    if !outputIsTerminal { failure = failure ?? .notATerminal("standard output") }
    obstacle = failure
  }
}
