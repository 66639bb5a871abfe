internal import CNCurses
internal import Foundation

/// The one owner of the terminal: screen, keys, mouse, signals. Belongs to the main thread, since ncurses does.
///
/// ncurses sets the terminal up and decodes keys; frames are written past it (see `FrameEncoder`). However the
/// program ends, the terminal gets its modes back: by `close`, by `deinit`, at exit, or by the guard on a fatal signal.
package final class Terminal {
  package private(set) var profile: TerminalProfile
  /// Bytes of the last frame shown, for the meter.
  package private(set) var lastFrameBytes = 0
  package private(set) var totalBytes = 0

  private let strings: ControlStrings
  private var evidence: TerminalEvidence
  private let wishes: TerminalWishes
  /// How pictures are drawn, where it was changed since the start.
  private var graphicsChoice: GraphicsChoice?
  private var encoder: FrameEncoder
  private var decoder = InputDecoder()
  private let keys: KeyTable
  private let input: UnsafeMutablePointer<WINDOW>
  private let screen: OpaquePointer
  private let signals: SignalPipe
  private let errors: ErrorCapture
  private let modesOn: [UInt8]
  private let modesOff: [UInt8]
  private let unknownSize: WindowSize
  private var shown: Frame?
  private var bytes: [UInt8] = []
  private var isOpen = true
  private var lastInput: ContinuousClock.Instant?
  private var waitsForStatusUntil: ContinuousClock.Instant?
  private var askedForStatus: ContinuousClock.Instant?
  private var line = LineSpeed()
  /// From the last frame answered to the terminal's word that it is shown; nil where it does not say.
  package private(set) var lastFrameDelay: Duration?

  /// Takes over the terminal on standard input and output.
  package init(wishes: TerminalWishes = TerminalWishes()) throws(TerminalError) {
    guard isatty(0) == 1 else { throw .notATerminal("standard input") }
    guard isatty(1) == 1 else { throw .notATerminal("standard output") }
    let environment = ProcessInfo.processInfo.environment
    guard let term = environment["TERM"], !term.isEmpty else { throw .noTerminalNamed }
    try Terminfo.load(term, descriptor: 1)

    let evidence = TerminalProbe.evidence(wishes: wishes, environment: environment)
    profile = TerminalProfile(deciding: evidence, wishes: wishes)
    guard let strings = ControlStrings(loadedWith: profile.colors.value) else { throw .tooDumb(term) }
    self.strings = strings
    self.evidence = evidence
    self.wishes = wishes
    encoder = FrameEncoder(strings, profile)
    let (columns, rows) = (Terminfo.number("cols"), Terminfo.number("lines"))
    unknownSize = WindowSize(columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24)

    // Presses, drags and the wheel, in the form without a largest column; pasted text marked as such.
    let isModern = TerminalEvidence.answersQuestions(term: term)
    modesOn = Array(
      ((isModern ? "\u{1b}[?2004h" : "") + (profile.mouse.value ? "\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h" : "")).utf8)
    modesOff =
      (Self.mayShowPixels(profile, evidence) ? PictureEncoder.removal(for: evidence) + strings.clearScreen : [])
      + (profile.synchronised.value ? FrameEncoder.closeUpdate : [])
      + Array(
        ((profile.mouse.value ? "\u{1b}[?1006l\u{1b}[?1002l\u{1b}[?1000l" : "") + (isModern ? "\u{1b}[?2004l" : ""))
          .utf8)
      + strings.resetAttributes
      // Without a screen of our own to leave, at least no half picture stays.
      + (Terminfo.string("rmcup") == nil ? strings.clearScreen : [])

    let leave =
      modesOff + Terminfo.bytes("rmkx") + Terminfo.bytes("cnorm") + Terminfo.bytes("rmcup")
    guard nc_guard_arm(1, leave, leave.count) == 0 else {
      throw .systemCall("tcgetattr", reason: String(cString: strerror(errno)))
    }
    // Before ncurses, which leaves signals alone that somebody else handles.
    do { signals = try SignalPipe() } catch {
      nc_guard_disarm()
      throw error
    }
    guard let screen = newterm(nil, nc_stdout(), nc_stdin()) else {
      nc_guard_disarm()
      throw .noScreen(term)
    }
    self.screen = screen
    // Keys are read through a pad: any other window would be drawn first, over our frame.
    guard let input = newpad(1, 1) else {
      endwin()
      nc_guard_disarm()
      throw .noScreen(term)
    }
    self.input = input
    errors = ErrorCapture()
    raw()
    noecho()
    nonl()
    set_escdelay(Int32(wishes.escapeDelay))
    intrflush(input, false)
    meta(input, true)
    nodelay(input, true)
    keys = KeyTable()
    keypad(input, true)
    // Mouse reports are decoded here, whichever form they come in. Only keypad() makes the key that this takes away:
    // called before it, ncurses keeps the key and swallows the start of each report, whose rest is then typed.
    keyok(KEY_MOUSE, false)
    curs_set(0)
    TerminalOutput.write(modesOn)
    for byte in (evidence.answers?.typed ?? []).prefix(64).reversed() { ungetch(Int32(byte)) }
  }

  deinit { close() }

  /// Gives the terminal back. May be called more than once.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    TerminalOutput.write(modesOff)
    endwin()
    nc_guard_disarm()
    errors.end()
    delwin(input)
    delscreen(screen)
  }

  // MARK: Screen

  /// Columns and rows.
  package var size: (width: Int, height: Int) {
    let window = TerminalProbe.windowSize()
    return (
      window.columns > 0 ? window.columns : unknownSize.columns, window.rows > 0 ? window.rows : unknownSize.rows
    )
  }

  /// Whether the terminal may come to show pictures in pixels, which have to go when the screen is left.
  private static func mayShowPixels(_ profile: TerminalProfile, _ evidence: TerminalEvidence) -> Bool {
    profile.graphics.value != nil || GraphicsMeans.decide(evidence, .auto, colors: .trueColor).value != nil
  }

  /// Has pictures drawn by other means from now on; the next frame is sent whole.
  /// - Returns: false where the terminal does not have them, so that only a start with them can force them.
  package func use(_ choice: GraphicsChoice) -> Bool {
    let offered = GraphicsMeans.decide(evidence, .auto, colors: .trueColor).value?.way
    guard choice == .auto || choice == .glyphs || choice.rawValue == offered?.rawValue || choice == wishes.graphics
    else { return false }
    graphicsChoice = choice
    decideAgain()
    return true
  }

  /// Decides again what can be shown, after a change of the window or of what is asked for.
  private func decideAgain() {
    var wishes = wishes
    wishes.graphics = graphicsChoice ?? wishes.graphics
    let before = profile.graphics.value
    profile = TerminalProfile(deciding: evidence, wishes: wishes)
    guard profile.graphics.value != before else { return }
    if isOpen, before != nil { TerminalOutput.write(PictureEncoder.removal(for: evidence)) }
    encoder = FrameEncoder(strings, profile)
    invalidate()
  }

  /// Shows a frame; sends what differs from the last one.
  package func show(_ frame: Frame) {
    guard isOpen else { return }
    bytes.removeAll(keepingCapacity: true)
    encoder.isLineSlow = line.isSlow
    lastFrameBytes = encoder.encode(frame, after: shown, into: &bytes)
    shown = frame
    guard lastFrameBytes > 0 else { return }
    totalBytes += lastFrameBytes
    if profile.reportsStatus {
      bytes.append(contentsOf: Self.statusQuestion)
      askedForStatus = .now
      waitsForStatusUntil = .now + Self.statusPatience
    }
    TerminalOutput.write(bytes)
  }

  /// DSR 5, whose answer every terminal of this kind sends after all that came before.
  private static let statusQuestion = Array("\u{1b}[5n".utf8)
  private static let statusPatience: Duration = .seconds(2)

  /// The terminal has not yet shown the last frame: a loop should rather wait than queue up another.
  package var outputPending: Bool {
    if let until = waitsForStatusUntil {
      if ContinuousClock.now < until { return true }
      waitsForStatusUntil = nil
    }
    return TerminalOutput.isBusy
  }

  /// Forgets what is on the screen, so that the next frame is sent whole.
  package func invalidate() { shown = nil }

  // MARK: Events

  /// Descriptors that become readable when there is something for `readEvents`.
  var descriptors: [Int32] { [0, signals.descriptor] }

  /// All events waiting now. Reads until nothing is left: ncurses reads ahead, so bytes may wait in no descriptor.
  package func readEvents() -> [TerminalEvent] {
    guard isOpen else { return [] }
    var events = signalEvents()
    var code: wint_t = 0
    let now = ContinuousClock.now
    if let lastInput { decoder.resume(after: now - lastInput) }
    reading: while true {
      let kind = wget_wch(input, &code)
      if kind != ERR { lastInput = now }
      switch kind {
      case KEY_CODE_YES:
        if let key = keys[Int32(bitPattern: code)] { decoder.take(.key(key)) }
      case OK:
        if let scalar = Unicode.Scalar(code) { decoder.take(.scalar(scalar)) }
      default:
        break reading
      }
    }
    decoder.pause()
    for output in decoder.drain() {
      switch output {
      case .event(let event): events.append(event)
      case .statusReport:
        if let askedForStatus {
          let delay = ContinuousClock.now - askedForStatus
          line.note(bytes: lastFrameBytes, delay: delay)
          lastFrameDelay = delay
        }
        (waitsForStatusUntil, askedForStatus) = (nil, nil)
      }
    }
    return events
  }

  private func signalEvents() -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    for signal in signals.drain() {
      switch signal {
      case SIGWINCH:
        // A window being dragged sends many.
        if events.last == .resized { continue }
        let size = size
        resizeterm(Int32(size.height), Int32(size.width))
        invalidate()
        // A larger font makes larger cells.
        let window = TerminalProbe.windowSize()
        if window.columns > 0, window != evidence.window {
          evidence.window = window
          decideAgain()
        }
        events.append(.resized)
      case SIGCONT:
        enter()
        events.append(.resumed)
      case SIGTSTP: events.append(.suspendRequested)
      default: if let signal = ExitSignal(rawValue: signal) { events.append(.stopRequested(signal)) }
      }
    }
    return events
  }

  /// The request to end was taken note of; the next one of its kind will not be the last straw.
  func answerSignals() { nc_signals_answered() }

  // MARK: Stopping

  /// Leaves the screen and stops the process, as Ctrl-Z does elsewhere; returns when it is continued.
  package func suspend() {
    guard isOpen else { return }
    TerminalOutput.write(modesOff)
    endwin()
    nc_signals_stop_self()
    // The signal may reach another thread first: wait to be stopped and continued. Where nothing stops us, as in an
    // orphaned process group, go on.
    var woken = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&woken, 1, 500)
    enter()
  }

  /// Takes the screen again.
  private func enter() {
    reset_prog_mode()
    // ncurses' own way back from endwin: modes, alternate screen, keypad.
    doupdate()
    curs_set(0)
    TerminalOutput.write(modesOn)
    waitsForStatusUntil = nil
    invalidate()
  }
}

extension FrameEncoder {
  fileprivate init(_ strings: ControlStrings, _ profile: TerminalProfile) {
    self.init(
      strings: strings, depth: profile.colors.value, glyphs: profile.glyphs.value,
      synchronised: profile.synchronised.value, graphics: profile.graphics.value)
  }
}
