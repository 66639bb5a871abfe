/// Everything known about a terminal before anything is decided.
package struct TerminalEvidence: Hashable, Sendable {
  package var environment: [String: String]
  /// Colours in the terminfo entry; negative without.
  package var terminfoColors: Int
  /// The terminfo entry knows a mouse.
  package var terminfoMouse: Bool
  package var locale: LocaleFinding
  /// Nil when the terminal was not asked.
  package var answers: ProbeAnswers?
  /// Columns, rows, and the pixels they cover; zeros when unknown.
  package var window: WindowSize
  /// What tmux tells of itself; nil outside of it, and where it does not answer.
  package var tmux: TmuxFacts?

  package init(
    environment: [String: String], terminfoColors: Int, terminfoMouse: Bool = true,
    locale: LocaleFinding = LocaleFinding(isUTF8: true, reason: "locale"), answers: ProbeAnswers? = nil,
    window: WindowSize = WindowSize(), tmux: TmuxFacts? = nil
  ) {
    self.tmux = tmux
    self.environment = environment
    self.terminfoColors = terminfoColors
    self.terminfoMouse = terminfoMouse
    self.locale = locale
    self.answers = answers
    self.window = window
  }

  package var isInTmux: Bool { environment["TMUX"]?.isEmpty == false }

  package var term: String { environment["TERM"] ?? "" }

  /// Width and height of a cell in pixels; nil where nobody tells.
  package var cellPixels: SIMD2<Int>? {
    if let cell = window.cellPixels ?? answers?.cellPixels { return cell }
    guard let pixels = answers?.windowPixels else { return nil }
    return WindowSize(
      columns: window.columns, rows: window.rows, pixelWidth: pixels.x, pixelHeight: pixels.y
    ).cellPixels
  }

  /// How many colours a sixel picture may have.
  package var registers: Int { answers?.sixelRegisters ?? SixelPalette.most }

  /// Where asking would print garbage or hang: consoles and terminals older than the questions.
  package static func answersQuestions(term: String) -> Bool {
    let silent = ["dumb", "unknown", "linux", "vt", "ansi", "cons", "sun", "wy", "hurd", "cygwin", "emacs", "eterm"]
    return !term.isEmpty && !silent.contains { term.lowercased().hasPrefix($0) }
  }

  /// GNU screen hands control strings through to the terminal around it, stripped of what marks them.
  package static func swallowsStrings(term: String, environment: [String: String]) -> Bool {
    if environment["TMUX"]?.isEmpty == false { return true }
    return !term.hasPrefix("screen") && environment["STY"]?.isEmpty != false
  }
}

/// A window's size in cells and, where the terminal tells it, in pixels.
package struct WindowSize: Hashable, Sendable {
  package var columns = 0
  package var rows = 0
  package var pixelWidth = 0
  package var pixelHeight = 0

  package init(columns: Int = 0, rows: Int = 0, pixelWidth: Int = 0, pixelHeight: Int = 0) {
    self.columns = columns
    self.rows = rows
    self.pixelWidth = pixelWidth
    self.pixelHeight = pixelHeight
  }

  /// Width (x) and height (y) of a cell in pixels; nil where the terminal does not tell.
  package var cellPixels: SIMD2<Int>? {
    guard cellAspect != nil, pixelWidth >= columns, pixelHeight >= rows else { return nil }
    return SIMD2(pixelWidth / columns, pixelHeight / rows)
  }

  /// Height of a cell over its width.
  package var cellAspect: Double? {
    guard columns > 0, rows > 0, pixelWidth > 0, pixelHeight > 0 else { return nil }
    let aspect = Double(pixelHeight * columns) / Double(pixelWidth * rows)
    return (1...4).contains(aspect) ? aspect : nil
  }
}

/// Whether the locale's text is UTF-8, and how that is known.
package struct LocaleFinding: Hashable, Sendable {
  package var isUTF8: Bool
  package var reason: String

  package init(isUTF8: Bool, reason: String) {
    self.isUTF8 = isUTF8
    self.reason = reason
  }

  /// - Parameter codeset: of the locale that the environment names; nil where its data is not installed. A locale that came
  ///   along over SSH, or any in a system without data of locales, still says by its name what the terminal shows, and text is
  ///   encoded and decoded here, not by the C library.
  package init(environment: [String: String], codeset: String?) {
    let wanted = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let wanted else {
      self.init(
        isUTF8: codeset == "UTF-8",
        reason: codeset == "UTF-8" ? "the locale is C.UTF-8" : "no locale is set (LANG, LC_ALL)")
      return
    }
    if let codeset {
      let isUTF8 = codeset == "UTF-8"
      self.init(isUTF8: isUTF8, reason: "the locale \(isUTF8 ? "is \(wanted)" : "\(wanted) is not UTF-8")")
      return
    }
    // As in de_DE.UTF-8@euro.
    let name = wanted.lowercased()
    let asksUTF8 = name.contains(".utf-8") || name.contains(".utf8")
    self.init(
      isUTF8: asksUTF8,
      reason: "the locale \(wanted) is not installed, \(asksUTF8 ? "but" : "and") named"
        + (asksUTF8 ? " UTF-8" : " no UTF-8"))
  }
}
