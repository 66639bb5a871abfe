import Foundation
import TerminalIO
import TestSupport
import Testing

/// Bytes as people write them: ESC for the escape character.
private func readable(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self).replacing("\u{1b}", with: "ESC")
}

private func encoder(_ depth: ColorDepth, glyphs: GlyphSet = .halfBlocks, synchronised: Bool = false) -> FrameEncoder {
  FrameEncoder(
    strings: .ansi(colors: depth.paletteSize), depth: depth, glyphs: glyphs, synchronised: synchronised)
}

private let sky = RGB(red: 0x56, green: 0xb4, blue: 0xe9)
private let orange = RGB(red: 0xe6, green: 0x9f, blue: 0x00)

private func frame(_ cells: [Cell], width: Int) -> Frame {
  var frame = Frame(width: width, height: cells.count / width)
  for (index, cell) in cells.enumerated() { frame[index % width, index / width] = cell }
  return frame
}

@Suite struct FrameEncoderBytes {
  @Test(arguments: [
    (ColorDepth.trueColor, "ESC[38;2;86;180;233;48;2;0;0;0mA"),
    (.palette256, "ESC[38;5;74;48;5;16mA"),
    (.palette16, "ESC[36;40mA"),
    (.palette8, "ESC[36;40mA"),
    (.monochrome, "A"),
  ])
  func oneLetterOnAClearedScreen(depth: ColorDepth, letter: String) {
    var encoder = encoder(depth)
    var bytes: [UInt8] = []
    let count = encoder.encode(frame([Cell(glyph: "A", ink: sky, paper: .black)], width: 1), after: nil, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[HESC[2JESC[H" + letter + "ESC[m")
    #expect(count == bytes.count)
  }

  @Test func onlyChangedCellsAreSent() {
    var encoder = encoder(.trueColor)
    let before = Frame(width: 80, height: 24)
    var after = before
    after[40, 10] = Cell(glyph: "x", ink: .white, paper: .black)
    after[60, 10] = Cell(glyph: "y", ink: .white, paper: .black)
    var bytes: [UInt8] = []
    encoder.encode(after, after: before, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[11;41HESC[38;2;255;255;255;48;2;0;0;0mxESC[19CyESC[m")
  }

  /// A terminal draws both cells of a wide character at once, and takes both away when either is written.
  @Test func wideCharactersAreSentOnceAndTakenAwayWhole() {
    var encoder = encoder(.monochrome)
    let before = Frame(width: 8, height: 1)
    var after = before
    after.write("a佐b", x: 1, y: 0, Pen(.white, on: .black))
    var bytes: [UInt8] = []
    encoder.encode(after, after: before, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[;2Ha佐bESC[m")

    var changed = after
    changed[3, 0] = Cell(glyph: "|", ink: .white, paper: .black)
    bytes = []
    encoder.encode(changed, after: after, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[;3H?|ESC[m", "no half is left of it")

    bytes = []
    encoder.encode(after, after: changed, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[;3H佐ESC[m")
  }

  @Test func aLetterWithMarksIsSentWithThem() {
    var encoder = encoder(.monochrome)
    var frame = Frame(width: 4, height: 1)
    frame.write("a\u{301}\u{327}b", x: 0, y: 0, Pen(.white, on: .black))
    var bytes: [UInt8] = []
    encoder.encode(frame, after: Frame(width: 4, height: 1), into: &bytes)
    // In canonical order, as composed text has it.
    #expect(readable(bytes) == "ESC[mESC[H" + "a\u{301}\u{327}".precomposedStringWithCanonicalMapping + "bESC[m")
  }

  @Test func aShortGapIsWrittenAgainRatherThanJumped() {
    var encoder = encoder(.trueColor)
    let before = frame("abcdef".unicodeScalars.map { Cell(glyph: $0, ink: .white, paper: .black) }, width: 6)
    var after = before
    after[0, 0].glyph = "A"
    after[3, 0].glyph = "D"
    var bytes: [UInt8] = []
    encoder.encode(after, after: before, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[HESC[38;2;255;255;255;48;2;0;0;0mAbcDESC[m")
  }

  @Test func aHalfBlockIsTurnedWhenThatSavesAColour() {
    var encoder = encoder(.palette256)
    let cells = [
      Cell(glyph: "▀", ink: .white, paper: .black), Cell(glyph: "▀", ink: .black, paper: sky),
    ]
    var bytes: [UInt8] = []
    encoder.encode(frame(cells, width: 2), after: nil, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[HESC[2JESC[HESC[38;5;231;48;5;16m▀ESC[38;5;74m▄ESC[m")
  }

  @Test(arguments: ColorDepth.allCases)
  func nothingIsSentForTheSameFrame(depth: ColorDepth) {
    var encoder = encoder(depth, synchronised: true)
    let frame = frame([Cell(glyph: "A", ink: sky, paper: orange, attributes: .bold)], width: 1)
    var bytes: [UInt8] = []
    #expect(encoder.encode(frame, after: frame, into: &bytes) == 0)
    #expect(bytes.isEmpty)
  }

  @Test func nothingIsSentForColoursThatLookAlike() {
    var encoder = encoder(.palette256, synchronised: true)
    let before = frame([Cell(glyph: "A", ink: sky, paper: .black)], width: 1)
    let after = frame([Cell(glyph: "A", ink: RGB(red: 0x57, green: 0xb4, blue: 0xe9), paper: .black)], width: 1)
    var bytes: [UInt8] = [7]
    #expect(encoder.encode(after, after: before, into: &bytes) == 0)
    #expect(bytes == [7])
  }

  @Test func framesAreBracketedWhereThatIsUnderstood() {
    var encoder = encoder(.monochrome, synchronised: true)
    var bytes: [UInt8] = []
    encoder.encode(frame([Cell(glyph: "A", ink: .white, paper: .black)], width: 1), after: nil, into: &bytes)
    #expect(readable(bytes) == "ESC[?2026hESC[mESC[HESC[2JESC[HAESC[mESC[?2026l")
  }

  @Test func withoutColourNoColourIsSent() {
    var encoder = encoder(.monochrome)
    var bytes: [UInt8] = []
    let cells = [
      Cell(glyph: "A", ink: sky, paper: orange, attributes: [.bold, .reverse]),
      Cell(glyph: "B", ink: orange, paper: sky, attributes: .underline), Cell(glyph: "█", ink: orange, paper: sky),
    ]
    encoder.encode(frame(cells, width: 3), after: nil, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[HESC[2JESC[HESC[1;7mAESC[mESC[4mBESC[m█ESC[m")
  }

  @Test func theLastCellIsLeftOutWhereItWouldScroll() {
    var strings = ControlStrings.ansi(colors: 0)
    strings.wrapsAtOnce = true
    var encoder = FrameEncoder(strings: strings, depth: .monochrome, glyphs: .ascii, synchronised: false)
    var bytes: [UInt8] = []
    let letters = "abcd".unicodeScalars.map { Cell(glyph: $0, ink: .white, paper: .black) }
    encoder.encode(frame(letters, width: 2), after: nil, into: &bytes)
    #expect(readable(bytes) == "ESC[mESC[HESC[2JESC[HabESC[2HcESC[m")
  }

  @Test func everyGlyphTakesOneCell() {
    var encoder = encoder(.monochrome)
    var bytes: [UInt8] = []
    // A wide character, a combining mark, a control character, an emoji, a letter with a mark.
    let glyphs: [Unicode.Scalar] = ["中", "\u{301}", "\u{7}", "😀", "é", "🬀", "▟"]
    encoder.encode(
      frame(glyphs.map { Cell(glyph: $0, ink: .white, paper: .black) }, width: 7), after: nil, into: &bytes)
    #expect(readable(bytes).hasSuffix("ESC[H????é🬀▟ESC[m"))
  }

  @Test func withoutUnicodeOnlyASCIIIsSent() {
    var encoder = encoder(.palette256, glyphs: .ascii)
    var bytes: [UInt8] = []
    let glyphs: [Unicode.Scalar] = ["▀", "─", "│", "é", "×", "…", "²", "中", "→"]
    encoder.encode(
      frame(glyphs.map { Cell(glyph: $0, ink: .white, paper: .black) }, width: 9), after: nil, into: &bytes)
    #expect(bytes.allSatisfy { $0 < 0x80 })
    #expect(readable(bytes).contains("#-|ex.2?>"))
  }

  @Test(arguments: [ColorDepth.palette8, .palette16, .palette256])
  func textNeverVanishesInFewColours(depth: ColorDepth) {
    var encoder = encoder(depth)
    for (ink, paper) in [(36, 30), (30, 36), (250, 254), (9, 12)] as [(UInt8, UInt8)] {
      let cell = Cell(
        glyph: "A", ink: RGB(red: ink, green: ink, blue: ink), paper: RGB(red: paper, green: paper, blue: paper))
      var bytes: [UInt8] = []
      encoder.encode(frame([cell], width: 1), after: nil, into: &bytes)
      var screen = TerminalEmulator(width: 1, height: 1)
      screen.feed(bytes)
      #expect(screen.places[0].rendition.ink != screen.places[0].rendition.paper)
    }
  }
}

@Suite struct FrameEncoderScreens {
  @Test(
    "letters in a light hue on light paper are black on that hue",
    arguments: [
      (ColorDepth.palette16, UInt8(11), UInt8(15)), (.palette8, 3, 7),
    ])
  func lightLettersOnLightPaper(depth: ColorDepth, ink: UInt8, paper: UInt8) {
    var encoder = encoder(depth)
    let (hue, light) = (PaletteMatcher.color(ink), PaletteMatcher.color(paper))
    var frame = Frame(width: 3, height: 1)
    frame[0, 0] = Cell(glyph: "r", ink: hue, paper: light)
    frame[1, 0] = Cell(glyph: "r", ink: hue, paper: .black)
    // A piece of a picture is no letter.
    frame[2, 0] = Cell(glyph: "▌", ink: hue, paper: light)
    var screen = TerminalEmulator(width: 3, height: 1)
    var bytes: [UInt8] = []
    encoder.encode(frame, after: nil, into: &bytes)
    screen.feed(bytes)
    let wanted = [
      TerminalEmulator.look("r", .number(0), .number(Int(ink)), []),
      TerminalEmulator.look("r", .number(Int(ink)), .number(0), []),
      TerminalEmulator.look("▌", .number(Int(ink)), .number(Int(paper)), []),
    ]
    #expect(firstDifference(screen.looks, wanted) == nil)
  }

  /// Where two screens differ first, and how: all of both would be too long to read.
  private func firstDifference(_ shown: [TerminalEmulator.Look], _ wanted: [TerminalEmulator.Look]) -> String? {
    guard shown.count == wanted.count else { return "\(shown.count) cells, not \(wanted.count)" }
    return shown.indices.first { shown[$0] != wanted[$0] }.map { "\($0): \(shown[$0]), not \(wanted[$0])" }
  }

  @Test(
    "bold letters on light paper would be in the bright colour, black ones in grey",
    arguments: [
      (ColorDepth.palette16, UInt8(0), UInt8(15), false), (.palette8, 0, 7, false), (.palette8, 6, 0, true),
      (.palette16, 15, 0, true),
    ])
  func boldOnLightPaper(depth: ColorDepth, ink: UInt8, paper: UInt8, isBold: Bool) {
    var encoder = encoder(depth)
    var frame = Frame(width: 1, height: 1)
    frame[0, 0] = Cell(
      glyph: "r", ink: PaletteMatcher.color(ink), paper: PaletteMatcher.color(paper), attributes: .bold)
    var screen = TerminalEmulator(width: 1, height: 1)
    var bytes: [UInt8] = []
    encoder.encode(frame, after: nil, into: &bytes)
    screen.feed(bytes)
    #expect(screen.places[0].rendition.attributes.contains(.bold) == isBold)
  }

  /// Frames of pieces of pictures and text, in few colours so that repeats happen.
  private func randomFrame(_ random: inout SeededGenerator, width: Int, height: Int, like other: Frame?) -> Frame {
    let colors = [.black, .white, sky, orange, RGB(red: 120, green: 120, blue: 120), RGB(red: 33, green: 30, blue: 36)]
    let glyphs: [Unicode.Scalar] = ["▀", "▄", "█", " ", "░", "A", "é", "─", "🬞"]
    let attributes: [Cell.Attributes] = [[], [], [], .bold, .underline, .reverse, [.bold, .reverse]]
    var frame = other ?? Frame(width: width, height: height)
    let changes = other == nil ? width * height : Int.random(in: 0...width * height / 2, using: &random)
    for _ in 0..<changes {
      let cell = Cell(
        glyph: glyphs.randomElement(using: &random) ?? " ", ink: colors.randomElement(using: &random) ?? .white,
        paper: colors.randomElement(using: &random) ?? .black,
        attributes: attributes.randomElement(using: &random) ?? [])
      let (x, y) = (Int.random(in: 0..<width, using: &random), Int.random(in: 0..<height, using: &random))
      for run in 0...Int.random(in: 0...3, using: &random) { frame[x + run, y] = cell }
    }
    return frame
  }

  @Test(arguments: ColorDepth.allCases, 1...12)
  func aDifferenceShowsTheSameAsAWholeFrame(depth: ColorDepth, seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var encoder = encoder(depth, synchronised: seed % 2 == 0)
    let (width, height) = (Int.random(in: 1...40, using: &random), Int.random(in: 1...12, using: &random))
    var screen = TerminalEmulator(width: width, height: height)
    var previous: Frame?
    for _ in 0..<6 {
      let next = randomFrame(&random, width: width, height: height, like: previous)
      var bytes: [UInt8] = []
      #expect(encoder.encode(next, after: previous, into: &bytes) == bytes.count)
      screen.feed(bytes)

      var whole = TerminalEmulator(width: width, height: height)
      bytes = []
      encoder.encode(next, after: nil, into: &bytes)
      whole.feed(bytes)
      #expect(firstDifference(screen.looks, whole.looks) == nil)
      #expect(screen.complaints == [])
      #expect(screen.rendition == TerminalEmulator.Rendition())
      previous = next
    }
  }

  @Test(arguments: 1...8)
  func aFrameInTrueColourLooksAsDrawn(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var encoder = encoder(.trueColor)
    let frame = randomFrame(&random, width: 30, height: 9, like: nil)
    var screen = TerminalEmulator(width: 30, height: 9)
    var bytes: [UInt8] = []
    encoder.encode(frame, after: nil, into: &bytes)
    screen.feed(bytes)
    let wanted = frame.cells.map { TerminalEmulator.look($0.glyph, .rgb($0.ink), .rgb($0.paper), $0.attributes) }
    #expect(firstDifference(screen.looks, wanted) == nil)
  }

  @Test(arguments: [ColorDepth.palette256, .palette16, .palette8])
  func aPictureInFewColoursTakesTheNearest(depth: ColorDepth) {
    var random = SeededGenerator(seed: 5)
    var encoder = encoder(depth)
    var matcher = PaletteMatcher(depth)
    var frame = Frame(width: 16, height: 16)
    func color() -> RGB {
      RGB(red: .random(in: 0...255, using: &random), green: .random(in: 0...255, using: &random), blue: 40)
    }
    for y in 0..<16 { for x in 0..<16 { frame[x, y] = Cell(glyph: "▀", ink: color(), paper: color()) } }
    var screen = TerminalEmulator(width: 16, height: 16)
    var bytes: [UInt8] = []
    encoder.encode(frame, after: nil, into: &bytes)
    screen.feed(bytes)
    let wanted = frame.cells.map {
      TerminalEmulator.look(
        $0.glyph, .number(Int(matcher.number(nearestTo: $0.ink))), .number(Int(matcher.number(nearestTo: $0.paper))), []
      )
    }
    #expect(firstDifference(screen.looks, wanted) == nil)
  }

  @Test func anotherSizeStartsAnew() {
    var encoder = encoder(.trueColor)
    var bytes: [UInt8] = []
    encoder.encode(Frame(width: 3, height: 2), after: Frame(width: 4, height: 2), into: &bytes)
    #expect(readable(bytes).hasPrefix("ESC[mESC[HESC[2J"))
  }
}
