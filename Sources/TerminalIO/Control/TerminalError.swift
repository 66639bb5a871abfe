/// Why the terminal cannot be used.
package enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  case notATerminal(String)
  case noTerminalNamed
  case unknownTerminal(String)
  case noTerminfo
  case tooDumb(String)
  case noScreen(String)
  case systemCall(String, reason: String)

  package var description: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream) is not a terminal; run this in one, or use 'flairscope render --text' for output to a file or pipe"
    case .noTerminalNamed:
      "TERM is not set, so the kind of terminal is unknown; set it, as in TERM=xterm-256color"
    case .unknownTerminal(let term):
      "TERM is '\(term)', which this system's terminfo does not know; try TERM=xterm-256color, or install ncurses-term"
    case .noTerminfo:
      "no terminfo database found; install ncurses-base, or set TERMINFO to its folder"
    case .tooDumb(let term):
      "TERM is '\(term)', a terminal that cannot place its cursor; the viewer needs more, 'flairscope render --text' does not"
    case .noScreen(let term):
      "the screen of terminal '\(term)' could not be set up"
    case .systemCall(let call, let reason):
      "the terminal could not be set up: \(call): \(reason)"
    }
  }
}
