import TerminalIO
import Testing

private func decode(_ text: String, pauseAtEnd: Bool = true) -> [InputDecoder.Output] {
  var decoder = InputDecoder()
  for scalar in text.unicodeScalars { decoder.take(.scalar(scalar)) }
  if pauseAtEnd { decoder.pause() }
  return decoder.drain()
}

private func keys(_ keys: Key...) -> [InputDecoder.Output] { keys.map { .event(.key($0)) } }

private func pointer(
  _ kind: PointerEvent.Kind, _ column: Int, _ row: Int, _ button: PointerEvent.Button = .left
) -> InputDecoder.Output {
  .event(.pointer(PointerEvent(kind: kind, button: button, column: column, row: row)))
}

@Suite struct InputDecoderTests {
  @Test(arguments: [
    ("a", Key.character("a")), ("A", .character("A")), ("é", .character("é")), (" ", .character(" ")),
    ("\u{1}", .control("a")), ("\u{1a}", .control("z")), ("\u{0}", .control(" ")),
    ("\r", .enter), ("\n", .enter), ("\t", .tab), ("\u{7f}", .backspace), ("\u{8}", .backspace),
    ("\u{1b}", .escape), ("\u{1b}1", .alt("1")), ("\u{1b}[", .alt("[")), ("\u{1b}O", .alt("O")),
    ("\u{1b}[A", .up), ("\u{1b}OB", .down), ("\u{1b}[1;5C", .control(.right)), ("\u{1b}[1;2A", .shift(.up)),
    ("\u{1b}[1;3D", Key(.left, .alt)), ("\u{1b}[1;8H", Key(.home, [.shift, .alt, .control])),
    ("\u{1b}[3~", .delete), ("\u{1b}[5;5~", .control(.pageUp)), ("\u{1b}[15~", .function(5)),
    ("\u{1b}[Z", .backTab), ("\u{1b}OP", .function(1)), ("\u{1b}[24;2~", .shift(.function(12))),
  ])
  func aKey(text: String, key: Key) { #expect(decode(text) == keys(key)) }

  @Test func escapeBeforeANamedKeyIsAlt() {
    var decoder = InputDecoder()
    decoder.take(.scalar("\u{1b}"))
    decoder.take(.key(.up))
    #expect(decoder.drain() == keys(Key(.up, .alt)))
  }

  @Test func twoEscapesAreTwo() { #expect(decode("\u{1b}\u{1b}") == keys(.escape, .escape)) }

  @Test func mouseReports() {
    #expect(decode("\u{1b}[<0;11;6M") == [pointer(.press, 10, 5)])
    #expect(decode("\u{1b}[<32;300;200M") == [pointer(.drag, 299, 199)])
    #expect(decode("\u{1b}[<0;11;6m") == [pointer(.release, 10, 5)])
    #expect(decode("\u{1b}[<64;1;1M\u{1b}[<65;1;1M") == [pointer(.wheelUp, 0, 0), pointer(.wheelDown, 0, 0)])
    // Shift does not change what a wheel is; the middle button is the terminal's.
    #expect(decode("\u{1b}[<68;1;1M\u{1b}[<1;4;4M\u{1b}[<1;4;4m") == [pointer(.wheelUp, 0, 0)])
    #expect(
      decode("\u{1b}[<2;4;4M\u{1b}[<34;5;4M\u{1b}[<2;5;4m") == [
        pointer(.press, 3, 3, .right), pointer(.drag, 4, 3, .right), pointer(.release, 4, 3, .right),
      ])
    #expect(decode("\u{1b}[<0;0;6M\u{1b}[<0;11M\u{1b}[<;1;1M") == [])
  }

  @Test func oldMouseReports() {
    #expect(decode("\u{1b}[M !!x") == [pointer(.press, 0, 0)] + keys(.character("x")))
    #expect(decode("\u{1b}[M#*%") == [pointer(.release, 9, 4)])
  }

  @Test func pastedTextIsOneEvent() {
    let paste = "q\u{1b}[A:\n~é"
    #expect(
      decode("a\u{1b}[200~\(paste)\u{1b}[201~b") == keys(.character("a")) + [.event(.paste(paste))]
        + keys(.character("b")))
  }

  @Test func aPasteMayComeInPieces() {
    var decoder = InputDecoder()
    for piece in ["\u{1b}[20", "0~hel", "lo\u{1b}", "[201~"] {
      for scalar in piece.unicodeScalars { decoder.take(.scalar(scalar)) }
      decoder.pause()
    }
    #expect(decoder.drain() == [.event(.paste("hello"))])
  }

  @Test func aMouseReportMayComeInPieces() {
    var decoder = InputDecoder()
    for piece in ["\u{1b}[<0;", "12;", "3M"] {
      for scalar in piece.unicodeScalars { decoder.take(.scalar(scalar)) }
      decoder.pause()
    }
    #expect(decoder.drain() == [pointer(.press, 11, 2)])
  }

  @Test(arguments: [
    "\u{1b}]11;rgb:1e1e/1e1e/2e2e\u{1b}\\", "\u{1b}]11;rgb:ff/ff/ff\u{7}", "\u{1b}P1+r524742=38\u{1b}\\",
    "\u{1b}P>|XTerm(390)\u{1b}\\", "\u{1b}[?2026;2$y", "\u{1b}[?64;1;2c", "\u{1b}[12;40R",
  ])
  func lateAnswersAreNotTyped(answer: String) {
    let outputs = decode("a" + answer + "b")
    #expect(!outputs.contains { $0 == .event(.key(.character("c"))) || $0 == .event(.key(.character("r"))) })
    #expect(outputs.first == .event(.key(.character("a"))))
    #expect(outputs.last == .event(.key(.character("b"))))
    #expect(outputs.count <= 3)
  }

  @Test func statusReportsAreKeptApart() {
    #expect(decode("a\u{1b}[0nb") == keys(.character("a")) + [.statusReport] + keys(.character("b")))
  }

  @Test func noInputHoldsTheKeyboardForEver() {
    // A string without an end: nothing of it is typed, however long; Ctrl-C or a second of silence ends it.
    var decoder = InputDecoder()
    func type(_ text: String) { for scalar in text.unicodeScalars { decoder.take(.scalar(scalar)) } }
    type("\u{1b}]" + String(repeating: "x", count: 5000) + "q")
    #expect(decoder.drain().isEmpty)
    type("\u{3}q")
    #expect(decoder.drain() == keys(.control("c"), .character("q")))
    type("\u{1b}]xx")
    decoder.resume(after: .milliseconds(1100))
    type("q")
    #expect(decoder.drain() == keys(.character("q")))
    // Numbers without an end are one sequence up to its last byte.
    #expect(decode("\u{1b}[" + String(repeating: "1;", count: 200) + "qq") == keys(.character("q")))
  }
}
