/// What the user asked for; what is nil is found out.
package struct TerminalWishes: Hashable, Sendable {
  package var colors: ColorDepth?
  package var glyphs: GlyphSet?
  package var graphics: GraphicsChoice
  package var mouse: Bool?
  package var darkBackground: Bool?
  package var synchronised: Bool?
  /// Milliseconds to wait after Esc for the rest of a key; more on a slow line.
  package var escapeDelay: Int
  /// Whether the terminal may be asked about itself.
  package var asksTerminal: Bool

  package init(
    colors: ColorDepth? = nil, glyphs: GlyphSet? = nil, graphics: GraphicsChoice = .auto, mouse: Bool? = nil,
    darkBackground: Bool? = nil, synchronised: Bool? = nil, escapeDelay: Int = 25, asksTerminal: Bool = true
  ) {
    self.colors = colors
    self.glyphs = glyphs
    self.graphics = graphics
    self.mouse = mouse
    self.darkBackground = darkBackground
    self.synchronised = synchronised
    self.escapeDelay = escapeDelay
    self.asksTerminal = asksTerminal
  }
}

/// What was decided about a terminal, each with its reason.
package struct TerminalProfile: Hashable, Sendable {
  package struct Decision<Value: Hashable & Sendable>: Hashable, Sendable {
    package let value: Value
    /// A phrase for people: "COLORTERM is truecolor".
    package let reason: String

    init(_ value: Value, _ reason: String) {
      self.value = value
      self.reason = reason
    }
  }

  package let term: String
  package let brand: String?
  package let colors: Decision<ColorDepth>
  package let glyphs: Decision<GlyphSet>
  /// What pictures are drawn with in pixels; nil is glyphs.
  package let graphics: Decision<GraphicsMeans?>
  package let darkBackground: Decision<Bool>
  /// Height of a cell over its width.
  package let cellAspect: Decision<Double>
  package let mouse: Decision<Bool>
  /// Frames appear at once (mode 2026).
  package let synchronised: Decision<Bool>
  /// The terminal says when it has shown a frame, so that frames can be left out on a slow line.
  package let reportsStatus: Bool
  /// The terminal is at the other end of an SSH connection.
  package let isRemote: Bool

  package init(deciding evidence: TerminalEvidence, wishes: TerminalWishes = TerminalWishes()) {
    term = evidence.term
    brand = evidence.answers?.brand
    colors = Self.colors(evidence, wishes)
    glyphs = Self.glyphs(evidence, wishes)
    graphics = GraphicsMeans.decide(evidence, wishes.graphics, colors: colors.value)
    darkBackground = Self.darkBackground(evidence, wishes)
    cellAspect =
      evidence.window.cellAspect.map { Decision($0, "the window's size in pixels") }
      ?? Decision(2, "usual, the terminal does not tell its pixels")
    mouse = Self.mouse(evidence, wishes)
    synchronised = Self.synchronised(evidence, wishes)
    reportsStatus = evidence.answers?.reportsStatus ?? false
    isRemote = ["SSH_CONNECTION", "SSH_TTY"].contains { evidence.environment[$0]?.isEmpty == false }
  }

  // MARK: Colours

  private static func colors(_ evidence: TerminalEvidence, _ wishes: TerminalWishes) -> Decision<ColorDepth> {
    if let depth = wishes.colors { return Decision(depth, "asked for") }
    let environment = evidence.environment
    let term = evidence.term
    if let value = environment["NO_COLOR"], !value.isEmpty { return Decision(.monochrome, "NO_COLOR is set") }
    if let answers = evidence.answers {
      if answers.keepsTrueColor { return Decision(.trueColor, "the terminal kept a 24-bit colour when asked") }
      if answers.namesRGBCapability { return Decision(.trueColor, "the terminal answered that it has RGB") }
    }
    let declared = evidence.terminfoColors
    if let value = environment["COLORTERM"], ["truecolor", "24bit"].contains(value.lowercased()) {
      // It is inherited from the terminal around; an entry that says it has few colours means it.
      let isPlain = declared < 8 || declared == 16 || term.hasPrefix("linux")
      if !isPlain { return Decision(.trueColor, "COLORTERM is \(value)") }
    }
    if term.hasSuffix("-direct") || declared > 256 { return Decision(.trueColor, "TERM is \(term)") }
    if let name = trueColorTerminals.first(where: { term.lowercased().hasPrefix($0) }) {
      return Decision(.trueColor, "TERM names \(name), which has 24-bit colour")
    }
    if declared < 256, evidence.answers?.usesPalette256 == true {
      return Decision(.palette256, "the terminal answered with one of 256 colours")
    }
    let reason = "terminfo gives \(term) \(max(0, declared)) colours"
    switch declared {
    case 256...: return Decision(.palette256, reason)
    case 16...: return Decision(.palette16, reason)
    case 8...: return Decision(.palette8, reason)
    default: return Decision(.monochrome, "terminfo gives \(term) no colours")
    }
  }

  private static let trueColorTerminals = [
    "xterm-kitty", "xterm-ghostty", "kitty", "foot", "ghostty", "alacritty", "wezterm", "contour",
  ]

  // MARK: Glyphs

  private static func glyphs(_ evidence: TerminalEvidence, _ wishes: TerminalWishes) -> Decision<GlyphSet> {
    if let set = wishes.glyphs { return Decision(set, "asked for") }
    guard evidence.locale.isUTF8 else { return Decision(.ascii, evidence.locale.reason) }
    let term = evidence.term.lowercased()
    if term.hasPrefix("linux") { return Decision(.halfBlocks, "the console's font has no more") }
    if term.hasPrefix("vt") { return Decision(.ascii, "TERM is \(evidence.term)") }
    if let (set, reason) = SelfDrawnGlyphs.finest(term: term, brand: evidence.answers?.brand) {
      return Decision(set, reason)
    }
    if let tmux = evidence.tmux, let (_, reason) = SelfDrawnGlyphs.finest(term: tmux.term, brand: tmux.brand) {
      // tmux replaces characters that its C library does not know yet, as those of Unicode 16.
      return Decision(.sextants, "around tmux \(reason)")
    }
    return Decision(.quadrants, evidence.locale.reason)
  }

  // MARK: The rest

  private static func darkBackground(_ evidence: TerminalEvidence, _ wishes: TerminalWishes) -> Decision<Bool> {
    if let isDark = wishes.darkBackground { return Decision(isDark, "asked for") }
    if let color = evidence.answers?.background {
      return Decision(color.luminance < 0.5, "the terminal told its background")
    }
    // rxvt's habit: ink;paper as palette numbers.
    if let paper = evidence.environment["COLORFGBG"]?.split(separator: ";").last.flatMap({ Int($0) }) {
      return Decision(paper < 7 || paper == 8, "COLORFGBG")
    }
    return Decision(true, "usual, the terminal does not tell")
  }

  private static func mouse(_ evidence: TerminalEvidence, _ wishes: TerminalWishes) -> Decision<Bool> {
    if let wanted = wishes.mouse { return Decision(wanted, "asked for") }
    if evidence.terminfoMouse { return Decision(true, "terminfo knows a mouse") }
    return Decision(false, "terminfo knows no mouse for \(evidence.term)")
  }

  private static func synchronised(_ evidence: TerminalEvidence, _ wishes: TerminalWishes) -> Decision<Bool> {
    if let wanted = wishes.synchronised { return Decision(wanted, "asked for") }
    guard let answers = evidence.answers else { return Decision(false, "not asked") }
    guard answers.isComplete else { return Decision(false, "the terminal does not answer") }
    return Decision(
      answers.synchronises, answers.synchronises ? "the terminal has mode 2026" : "the terminal has no mode 2026")
  }
}
