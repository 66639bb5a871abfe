import TerminalIO
import Testing

@Suite struct CellTextTests {
  /// What is composed is what UAX 15 composes; the rest is marked as not shown.
  @Test(arguments: [
    ("abc é", "abc é"), ("e\u{301}", "é"), ("e\u{302}\u{300}", "ề"), ("\u{1112}\u{1161}\u{11ab}", "한\u{10FFFF}"),
    ("क\u{93f}", "क?"),
    ("🇩🇪", "🇩?"), ("\u{301}", "?"), ("\u{202e}x", "?x"), ("\u{7}\u{1b}\u{9b}", "???"), ("\u{100000}", "?"),
    ("\u{2028}", "?"),
    ("│╱▀⣿🬀●…–×", "│╱▀⣿🬀●…–×"), ("", ""),
  ])
  func oneGlyphACell(text: String, shown: String) {
    #expect(text.cellGlyphs.map(Character.init) == shown.unicodeScalars.map(Character.init))
  }

  /// The widths are those of UAX 11; a letter with marks takes the cells of the letter.
  @Test(arguments: [
    ("佐藤", 4), ("ｱ", 1), ("Ａ", 2), ("한글", 4), ("x佐y", 4), ("a\u{301}\u{327}", 1), ("か\u{3099}\u{301}", 2), ("🧠", 2),
    ("\u{2764}\u{fe0f}", 1), ("", 0),
  ])
  func charactersTakeTheirCells(text: String, cells: Int) {
    #expect(text.cellCount == cells)
    var frame = Frame(width: 8, height: 1)
    #expect(frame.write(text, x: 0, y: 0, Pen(.white, on: .black)) == cells)
  }

  @Test func wideTextIsShownWhole() {
    var frame = Frame(width: 9, height: 1)
    frame.write("佐藤山田x", x: 0, y: 0, Pen(.white, on: .black))
    #expect(frame.plain == "佐藤山田x")
    frame = Frame(width: 9, height: 1)
    frame.write("佐藤山田x", x: 0, y: 0, Pen(.white, on: .black), limit: 6)
    #expect(frame.plain == "佐藤 …", "half a character is a blank")
    // A box over the second half leaves no half of the first.
    frame[1, 0] = Cell(glyph: "|", ink: .white, paper: .black)
    #expect(frame.plain == "?|藤 …")
    frame[2, 0] = Cell(glyph: "|", ink: .white, paper: .black)
    #expect(frame.plain == "?||  …")
  }

  @Test(arguments: [("佐藤", "佐藤 "), ("佐藤山", "佐藤 "), ("abcdef", "abcd "), ("", "     ")])
  func columnsOfTablesLineUp(text: String, shown: String) {
    #expect(text.fitted(toCells: 5) == shown)
  }

  @Test func textIsCutByCells() {
    var frame = Frame(width: 6, height: 1)
    let end = frame.write("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", x: 0, y: 0, Pen(.white, on: .black), limit: 4)
    #expect(end == 4 && frame.plain == "ééé…")
    frame.write("e\u{301}", endingAt: 6, y: 0, Pen(.white, on: .black))
    #expect(frame.plain == "ééé… é")
  }
}
