import TerminalIO
import Testing

/// Which protocol is chosen, by what a terminal answers.
@Suite struct GraphicsMeansTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var answers: String?
    var choice = GraphicsChoice.auto
    var colors: ColorDepth?
    var environment: [String: String] = [:]
    var window = WindowSize(columns: 100, rows: 30, pixelWidth: 1000, pixelHeight: 600)
    var way: PixelProtocol?
    var cell = SIMD2(10, 20)
    var registers = 256
    var tmux: String?

    var testDescription: String { name }
  }

  private static let kitty = "\u{1b}_Gi=7340031;OK\u{1b}\\"
  private static let inTmux = ["TMUX": "/tmp/tmux-1000/default,1,0", "COLORTERM": "truecolor"]
  private static let unknown = WindowSize(columns: 100, rows: 30)

  @Test(arguments: [
    Case(name: "kitty", answers: "\u{1b}P>|kitty(0.26.5)\u{1b}\\" + kitty + "\u{1b}[?62;c", way: .kitty),
    Case(
      name: "VT340", answers: "\u{1b}[?63;1;2;4;6;22c\u{1b}[?1;0;16S\u{1b}[?63;1;2;4;6;22c", way: .sixel, registers: 16),
    Case(name: "sixel without a number of registers", answers: "\u{1b}[?62;4c", way: .sixel),
    Case(name: "an attribute that only contains a 4", answers: "\u{1b}[?64;1;2;14;24c"),
    Case(name: "the first number is no attribute", answers: "\u{1b}[?4;1c"),
    Case(name: "iTerm2 before sixel", answers: "\u{1b}P>|iTerm2 3.5\u{1b}\\\u{1b}[?62;4c", way: .iterm2),
    Case(name: "kitty refuses", answers: "\u{1b}_Gi=7340031;EINVAL\u{1b}\\\u{1b}[?62;c"),
    Case(name: "plain", answers: "\u{1b}[?64;1;2;22c"),
    Case(name: "silent", answers: ""),
    Case(name: "not asked"),
    Case(name: "no size of cells", answers: kitty + "\u{1b}[?62;c", window: unknown),
    Case(
      name: "size of cells by answer", answers: kitty + "\u{1b}[6;17;8t\u{1b}[?62;c", window: unknown, way: .kitty,
      cell: SIMD2(8, 17)),
    Case(
      name: "size of the window by answer", answers: kitty + "\u{1b}[4;480;900t\u{1b}[?62;c", window: unknown,
      way: .kitty,
      cell: SIMD2(9, 16)),
    Case(name: "glyphs asked for", answers: kitty + "\u{1b}[?62;c", choice: .glyphs),
    Case(name: "forced", answers: "\u{1b}[?62;c", choice: .sixel, way: .sixel),
    Case(name: "forced without a size", answers: nil, choice: .kitty, window: unknown, way: .kitty, cell: SIMD2(8, 16)),
    Case(name: "tmux alone", answers: "\u{1b}[?1;2c", environment: inTmux),
    Case(
      name: "kitty around tmux", answers: "\u{1b}[?1;2c", environment: inTmux, way: .kitty,
      tmux: "1\txterm-kitty\tkitty(0.41.1)"),
    Case(
      name: "ghostty around tmux", answers: "\u{1b}[?1;2c", environment: inTmux, way: .kitty,
      tmux: "all\txterm-ghostty\t"),
    Case(
      name: "tmux lets nothing through", answers: "\u{1b}[?1;2c", environment: inTmux,
      tmux: "off\txterm-kitty\tkitty(0.41.1)"),
    Case(name: "a kitty too old", answers: "\u{1b}[?1;2c", environment: inTmux, tmux: "on\txterm-kitty\tkitty(0.26.5)"),
    Case(name: "a kitty of unknown age", answers: "\u{1b}[?1;2c", environment: inTmux, tmux: "on\txterm-kitty\t"),
    Case(
      name: "a kitty of unknown age, asked for", answers: "\u{1b}[?1;2c", choice: .kitty, environment: inTmux,
      way: .kitty,
      tmux: "on\txterm-kitty\t"),
    Case(
      name: "xterm around tmux", answers: "\u{1b}[?1;2c", environment: inTmux, tmux: "on\txterm-256color\tXTerm(379)"),
    Case(
      name: "tmux with sixel", answers: "\u{1b}[?1;2;4c", environment: inTmux, way: .sixel, tmux: "on\txterm-256color\t"
    ),
    Case(name: "sixteen colours asked for", answers: kitty + "\u{1b}[?62;c", colors: .palette16),
    Case(name: "no colours", answers: kitty + "\u{1b}[?62;c", environment: ["NO_COLOR": "1"]),
  ])
  func choice(_ row: Case) {
    let evidence = TerminalEvidence(
      environment: row.environment.merging(["TERM": "xterm-256color"]) { $1 }, terminfoColors: 256,
      answers: row.answers.map { ProbeAnswers(parsing: Array($0.utf8)) }, window: row.window,
      tmux: row.tmux.flatMap(TmuxFacts.init(answer:)))
    let profile = TerminalProfile(deciding: evidence, wishes: TerminalWishes(colors: row.colors, graphics: row.choice))
    #expect(profile.graphics.value?.way == row.way)
    #expect(!profile.graphics.reason.isEmpty)
    #expect(profile.graphics.value?.isThroughTmux ?? false == (row.way == .kitty && row.tmux != nil))
    guard row.way != nil else { return }
    #expect(profile.graphics.value?.cellPixels == row.cell)
    #expect(profile.graphics.value?.registers == row.registers)
  }

  @Test func theAnswersAreNotTyped() {
    let answers = Self.kitty + "q\u{1b}[4;480;900t\u{1b}[6;16;9t\u{1b}[?1;0;256S\u{1b}[?1;3;0S\u{1b}[?62;4c"
    let parsed = ProbeAnswers(parsing: Array(answers.utf8))
    #expect(parsed.typed == Array("q".utf8))
    #expect(parsed.sixelRegisters == 256)
  }

  @Test func whatComesLateIsNotTypedEither() {
    var decoder = InputDecoder()
    for scalar in (Self.kitty + "\u{1b}[6;16;9t\u{1b}[?1;0;256S\u{1b}[?62;4cz").unicodeScalars {
      decoder.take(.scalar(scalar))
    }
    decoder.pause()
    #expect(decoder.drain() == [.event(.key(.character("z")))])
  }
}
