import TerminalIO
import Testing

@Suite struct TerminalProfileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var term: String
    var declared: Int
    var environment: [String: String] = [:]
    var answers: String?
    var wish: ColorDepth?
    var depth: ColorDepth

    var testDescription: String { "\(term) \(environment) \(answers ?? "silent") -> \(depth)" }
  }

  @Test(arguments: [
    Case(term: "xterm-256color", declared: 256, depth: .palette256),
    Case(term: "xterm-256color", declared: 256, environment: ["COLORTERM": "truecolor"], depth: .trueColor),
    Case(
      term: "tmux-256color", declared: 256, environment: ["COLORTERM": "truecolor", "TMUX": "x"], depth: .trueColor),
    Case(term: "tmux-256color", declared: 256, environment: ["COLORTERM": "24bit"], depth: .trueColor),
    Case(term: "screen", declared: 8, depth: .palette8),
    Case(term: "screen-256color", declared: 256, depth: .palette256),
    Case(term: "xterm", declared: 8, depth: .palette8),
    Case(term: "xterm", declared: 8, environment: ["COLORTERM": "truecolor"], depth: .trueColor),
    Case(term: "xterm", declared: 8, answers: "\u{1b}P1$r0;48:5:16m\u{1b}\\", depth: .palette256),
    Case(term: "xterm-256color", declared: 256, answers: "\u{1b}P1$r0;48:2::1:2:3m\u{1b}\\", depth: .trueColor),
    Case(term: "xterm-256color", declared: 256, answers: "\u{1b}P1$r48;2;1;2;3m\u{1b}\\", depth: .trueColor),
    Case(term: "xterm-256color", declared: 256, answers: "\u{1b}P1+r524742=382f382f38\u{1b}\\", depth: .trueColor),
    Case(term: "xterm-256color", declared: 256, answers: "\u{1b}P0+r524742\u{1b}\\", depth: .palette256),
    Case(term: "xterm-direct", declared: 16_777_216, depth: .trueColor),
    Case(term: "xterm-kitty", declared: 256, depth: .trueColor),
    Case(term: "foot", declared: 256, depth: .trueColor),
    Case(term: "xterm-16color", declared: 16, environment: ["COLORTERM": "truecolor"], depth: .palette16),
    Case(term: "linux", declared: 8, environment: ["COLORTERM": "truecolor"], depth: .palette8),
    Case(term: "vt100", declared: -1, environment: ["COLORTERM": "truecolor"], depth: .monochrome),
    Case(
      term: "xterm-256color", declared: 256, environment: ["NO_COLOR": "1", "COLORTERM": "truecolor"],
      depth: .monochrome),
    Case(term: "xterm-256color", declared: 256, environment: ["NO_COLOR": ""], depth: .palette256),
    Case(term: "xterm-256color", declared: 256, environment: ["NO_COLOR": "1"], wish: .palette16, depth: .palette16),
    Case(term: "vt100", declared: -1, wish: .trueColor, depth: .trueColor),
  ])
  func colours(_ row: Case) {
    var environment = row.environment
    environment["TERM"] = row.term
    let evidence = TerminalEvidence(
      environment: environment, terminfoColors: row.declared,
      answers: row.answers.map { ProbeAnswers(parsing: Array($0.utf8)) })
    let profile = TerminalProfile(deciding: evidence, wishes: TerminalWishes(colors: row.wish))
    #expect(profile.colors.value == row.depth)
    #expect(!profile.colors.reason.isEmpty)
  }

  @Test(
    arguments: [
      ("xterm-256color", true, nil, GlyphSet.quadrants), ("xterm-256color", false, nil, .ascii),
      ("xterm-kitty", true, nil, .sextants), ("xterm-256color", true, "WezTerm 20240203", .sextants),
      ("xterm-kitty", true, "kitty(0.39.1)", .sextants), ("xterm-kitty", true, "kitty(0.40.0)", .octants),
      ("xterm-kitty", true, "kitty(1.2)", .octants), ("foot", true, "foot(1.9.2)", .sextants),
      ("foot", true, "foot(1.20.2)", .octants), ("xterm-ghostty", true, "ghostty 1.2.0-arch", .octants),
      ("xterm-256color", true, "WezTerm 20250122-221439-f7c1c7dc", .octants),
      ("tmux-256color", true, "tmux 3.3a", .quadrants), ("linux", true, nil, .halfBlocks), ("vt100", true, nil, .ascii),
      ("xterm-kitty", false, nil, .ascii),
    ] as [(String, Bool, String?, GlyphSet)])
  func glyphs(term: String, isUTF8: Bool, brand: String?, glyphs: GlyphSet) {
    var answers = ProbeAnswers()
    answers.brand = brand
    let evidence = TerminalEvidence(
      environment: ["TERM": term], terminfoColors: 256, locale: LocaleFinding(isUTF8: isUTF8, reason: "test"),
      answers: answers)
    #expect(TerminalProfile(deciding: evidence).glyphs.value == glyphs)
    #expect(TerminalProfile(deciding: evidence, wishes: TerminalWishes(glyphs: .ascii)).glyphs.value == .ascii)
  }

  /// What is installed decides; where nothing is (an empty root, a bare container), the name of the locale.
  @Test(
    arguments: [
      (["LANG": "C.UTF-8"], "UTF-8", true), (["LANG": "C.UTF-8"], nil, true), (["LC_ALL": "de_DE.utf8"], nil, true),
      (["LANG": "sr_RS.UTF-8@latin"], nil, true), (["LANG": "C.UTF-8", "LC_ALL": "C"], "ANSI_X3.4-1968", false),
      (["LC_ALL": "", "LANG": "de_DE.UTF-8"], nil, true), (["LANG": "de_DE"], nil, false),
      (["LANG": "de_DE.ISO-8859-1"], "ISO-8859-1", false), ([:], "ANSI_X3.4-1968", false), ([:], "UTF-8", true),
      (["LANG": "POSIX"], "ANSI_X3.4-1968", false),
    ] as [([String: String], String?, Bool)])
  func localeByItsData(environment: [String: String], codeset: String?, isUTF8: Bool) {
    let finding = LocaleFinding(environment: environment, codeset: codeset)
    #expect(finding.isUTF8 == isUTF8 && finding.reason.contains("locale"))
  }

  @Test(
    "within tmux the terminal around it draws the glyphs, but for those that tmux may not know",
    arguments: [
      ("kitty(0.26.5)", "xterm-kitty", GlyphSet.sextants), ("kitty(0.41.1)", "xterm-kitty", .sextants),
      ("", "foot", .sextants), ("XTerm(379)", "xterm-256color", .quadrants),
    ])
  func glyphsWithinTmux(brand: String, term: String, glyphs: GlyphSet) {
    var answers = ProbeAnswers()
    answers.brand = "tmux 3.3a"
    let evidence = TerminalEvidence(
      environment: ["TERM": "tmux-256color", "TMUX": "/tmp/x"], terminfoColors: 256, answers: answers,
      tmux: TmuxFacts(term: term, brand: brand, passesStrings: false))
    #expect(TerminalProfile(deciding: evidence).glyphs.value == glyphs)
  }

  @Test func backgroundByAnswerThenByEnvironment() {
    var evidence = TerminalEvidence(environment: ["TERM": "xterm", "COLORFGBG": "0;15"], terminfoColors: 8)
    #expect(!TerminalProfile(deciding: evidence).darkBackground.value)
    evidence.environment["COLORFGBG"] = "15;default;0"
    #expect(TerminalProfile(deciding: evidence).darkBackground.value)
    evidence.answers = ProbeAnswers(parsing: Array("\u{1b}]11;rgb:fdfd/f6f6/e3e3\u{1b}\\".utf8))
    #expect(!TerminalProfile(deciding: evidence).darkBackground.value)
    #expect(TerminalProfile(deciding: evidence, wishes: TerminalWishes(darkBackground: true)).darkBackground.value)
  }

  @Test func cellShapeFromPixels() {
    var evidence = TerminalEvidence(environment: ["TERM": "xterm"], terminfoColors: 8)
    #expect(TerminalProfile(deciding: evidence).cellAspect.value == 2)
    evidence.window = WindowSize(columns: 100, rows: 30, pixelWidth: 900, pixelHeight: 570)
    #expect(abs(TerminalProfile(deciding: evidence).cellAspect.value - 19.0 / 9) < 1e-12)
    // Nonsense is not believed.
    evidence.window = WindowSize(columns: 100, rows: 30, pixelWidth: 1, pixelHeight: 570)
    #expect(TerminalProfile(deciding: evidence).cellAspect.value == 2)
  }

  @Test func consolesAreNotAsked() {
    #expect(["linux", "vt100", "dumb", "", "ansi"].allSatisfy { !TerminalEvidence.answersQuestions(term: $0) })
    #expect(["xterm", "tmux-256color", "screen", "foot"].allSatisfy { TerminalEvidence.answersQuestions(term: $0) })
    #expect(!TerminalEvidence.swallowsStrings(term: "screen", environment: [:]))
    #expect(TerminalEvidence.swallowsStrings(term: "screen", environment: ["TMUX": "/tmp/x"]))
    // screen with another TERM is screen all the same.
    #expect(!TerminalEvidence.swallowsStrings(term: "xterm-256color", environment: ["STY": "12.pts-0"]))
  }

  @Test("screen hands strings on, and their answers would come as keys after the last one that is waited for")
  func screenIsAskedNothingByStrings() {
    let questions = ProbeAnswers.questions(allowsStrings: false, asksKitty: false)
    #expect(!questions.isEmpty)
    for introducer in "]P_^X" {
      #expect(!String(decoding: questions, as: UTF8.self).contains("\u{1b}\(introducer)"))
    }
  }
}

@Suite struct ProbeAnswersTests {
  @Test func answersAreTakenApartFromTyping() {
    let bytes =
      "q\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\\u{1b}[?2026;2$y\u{1b}[A\u{1b}P1$r0;48:2::1:2:3m\u{1b}\\"
      + "\u{1b}P>|XTerm(390)\u{1b}\\\u{1b}[0n\u{1b}[?64;1;2cz"
    let answers = ProbeAnswers(parsing: Array(bytes.utf8))
    #expect(answers.isComplete)
    #expect(answers.reportsStatus)
    #expect(answers.synchronises)
    #expect(answers.keepsTrueColor)
    #expect(answers.brand == "XTerm(390)")
    #expect(answers.background == RGB(red: 0x1e, green: 0x1e, blue: 0x2e))
    #expect(answers.typed == Array("q\u{1b}[Az".utf8))
  }

  @Test(arguments: [
    "", "\u{1b}", "\u{1b}[", "\u{1b}[?64;1", "\u{1b}]11;rgb:", "\u{1b}P1$r48:2", "\u{1b}]11;rgb:zz/1/2\u{7}",
  ])
  func whatIsCutOrWrongIsNoAnswer(text: String) {
    let answers = ProbeAnswers(parsing: Array(text.utf8))
    #expect(!answers.isComplete)
    #expect(answers.background == nil)
    #expect(!answers.keepsTrueColor)
  }

  @Test(arguments: [("0", false), ("1", true), ("2", true), ("3", true), ("4", false)])
  func synchronisedUpdates(reply: String, supported: Bool) {
    #expect(ProbeAnswers(parsing: Array("\u{1b}[?2026;\(reply)$y".utf8)).synchronises == supported)
  }
}
