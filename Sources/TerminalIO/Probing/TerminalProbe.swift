internal import CNCurses
internal import Glibc

/// Gathers the evidence: environment, terminfo, locale, window, and the terminal's own answers.
enum TerminalProbe {
  /// The longest wait for answers; a terminal that is silent must not hold up the start.
  private static let patience: Duration = .milliseconds(300)

  /// Evidence about the terminal on standard input and output; its terminfo entry must be loaded.
  static func evidence(wishes: TerminalWishes, environment: [String: String]) -> TerminalEvidence {
    let term = environment["TERM"] ?? ""
    var evidence = TerminalEvidence(
      environment: environment, terminfoColors: Terminfo.number("colors"),
      terminfoMouse: Terminfo.string("kmous") != nil, locale: locale(environment), window: windowSize())
    if wishes.asksTerminal, TerminalEvidence.answersQuestions(term: term), isatty(0) == 1, isatty(1) == 1 {
      let allowsStrings = TerminalEvidence.swallowsStrings(term: term, environment: environment)
      var answers = ask(ProbeAnswers.questions(allowsStrings: allowsStrings, asksKitty: !evidence.isInTmux))
      if answers.hasSixel, wishes.graphics == .auto || wishes.graphics == .sixel {
        let more = ask(ProbeAnswers.sixelQuestions)
        answers.sixelRegisters = more.sixelRegisters
        answers.typed += more.typed
      }
      evidence.answers = answers
      if evidence.isInTmux, wishes.graphics == .auto || wishes.graphics == .kitty {
        evidence.tmux = TmuxFacts(environment: environment, patience: patience)
      }
    }
    return evidence
  }

  static func windowSize() -> WindowSize {
    var size = winsize()
    guard nc_window_size(1, &size) == 0 || nc_window_size(0, &size) == 0 else { return WindowSize() }
    return WindowSize(
      columns: Int(size.ws_col), rows: Int(size.ws_row), pixelWidth: Int(size.ws_xpixel),
      pixelHeight: Int(size.ws_ypixel))
  }

  /// Takes over the locale's character set, and nothing else: numbers in files keep their decimal point.
  static func locale(_ environment: [String: String]) -> LocaleFinding {
    let isInstalled = setlocale(LC_CTYPE, "") != nil
    return LocaleFinding(environment: environment, codeset: isInstalled ? codeset : nil)
  }

  private static var codeset: String { nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? "" }

  /// Asks and reads until the last answer or the end of patience; the terminal's modes are as before afterwards.
  private static func ask(_ questions: [UInt8]) -> ProbeAnswers {
    var modes = termios()
    guard tcgetattr(0, &modes) == 0 else { return ProbeAnswers() }
    var silent = modes
    silent.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(0, TCSANOW, &silent) == 0 else { return ProbeAnswers() }
    defer { tcsetattr(0, TCSANOW, &modes) }
    guard TerminalOutput.write(questions) else { return ProbeAnswers() }

    let clock = ContinuousClock()
    let deadline = clock.now + patience
    var received: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 512)
    var answers = ProbeAnswers()
    while !answers.isComplete, received.count < 65536 {
      let left = deadline - clock.now
      guard left > .zero else { break }
      var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
      let ready = poll(&input, 1, Int32(left / .milliseconds(1)) + 1)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { break }
      let count = read(0, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      received += block[..<count]
      answers = ProbeAnswers(parsing: received)
    }
    return answers
  }
}
