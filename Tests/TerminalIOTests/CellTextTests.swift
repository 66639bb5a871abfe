import TerminalIO
import Testing

@Suite struct CellTextTests {
  /// What is composed is what UAX 15 composes; the rest is marked as not shown.
  @Test(arguments: [
    ("abc é", "abc é"), ("e\u{301}", "é"), ("e\u{302}\u{300}", "ề"), ("\u{1112}\u{1161}\u{11ab}", "한"),
    ("क\u{93f}", "क?"),
    ("a\u{301}\u{327}", "á?"), ("🇩🇪", "🇩?"), ("\u{301}", "?"), ("\u{202e}x", "?x"), ("\u{7}\u{1b}\u{9b}", "???"),
    ("\u{2028}", "?"),
    ("│╱▀⣿🬀●…–×", "│╱▀⣿🬀●…–×"), ("", ""),
  ])
  func oneGlyphACell(text: String, shown: String) {
    #expect(text.cellGlyphs.map(Character.init) == shown.unicodeScalars.map(Character.init))
  }

  @Test func textIsCutByCells() {
    var frame = Frame(width: 6, height: 1)
    let end = frame.write("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", x: 0, y: 0, Pen(.white, on: .black), limit: 4)
    #expect(end == 4 && frame.plain == "ééé…")
    frame.write("e\u{301}", endingAt: 6, y: 0, Pen(.white, on: .black))
    #expect(frame.plain == "ééé… é")
  }
}
