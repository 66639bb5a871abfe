import TerminalIO
import Testing

private func decode(_ text: String, silenceBefore last: String = "") -> [InputDecoder.Output] {
  var decoder = InputDecoder()
  for scalar in text.unicodeScalars { decoder.take(.scalar(scalar)) }
  decoder.pause()
  if !last.isEmpty { decoder.resume(after: .seconds(2)) }
  for scalar in last.unicodeScalars { decoder.take(.scalar(scalar)) }
  decoder.pause()
  return decoder.drain()
}

/// Input that nobody types: no sequence can make the program deaf, end it, or be taken for keys.
@Suite struct InputLimitsTests {
  @Test func controlCEndsAPasteWithoutAnEnd() {
    #expect(decode("\u{1b}[200~abc\u{3}q") == [.event(.key(.control("c"))), .event(.key(.character("q")))])
  }

  @Test func silenceEndsAPasteWithoutAnEnd() {
    #expect(decode("\u{1b}[200~abc", silenceBefore: "q") == [.event(.paste("abc")), .event(.key(.character("q")))])
  }

  @Test func aPasteBeyondTheLimitIsCutAndItsEndIsSeen() throws {
    let output = decode("\u{1b}[200~" + String(repeating: "x", count: (1 << 20) + 500) + "\u{1b}[201~q")
    #expect(output.count == 2)
    guard case .event(.paste(let text)) = try #require(output.first) else {
      Issue.record("no paste")
      return
    }
    #expect(text.count == 1 << 20)
    #expect(output.last == .event(.key(.character("q"))))
  }

  @Test func combiningCharactersBesideTheEndMarkAreText() {
    #expect(decode("\u{1b}[200~e\u{301}\u{1b}[201~") == [.event(.paste("e\u{301}"))])
  }

  @Test(arguments: ["\u{1b}[5;3R", "\u{1b}[24;80R", "\u{1b}[?1;5R"])
  func aCursorReportIsNoKey(report: String) { #expect(decode(report) == []) }

  @Test func functionKeyThreeWithModifiersStaysAKey() {
    #expect(decode("\u{1b}[1;2R") == [.event(.key(.shift(.function(3))))])
  }

  @Test(arguments: [
    "\u{1b}[<0;-9223372036854775808;1M", "\u{1b}[<0;9223372036854775807;9223372036854775807M", "\u{1b}[<-1;1;1M",
    "\u{1b}[<99999999999;1;1M",
  ])
  func absurdMouseNumbersAreDropped(report: String) { #expect(decode(report) == []) }

  /// Its rest would be keys: a review's verdicts among them.
  @Test(arguments: [
    "\u{1b}P>|" + String(repeating: "A", count: 5000) + "\u{1b}\\",
    "\u{1b}]11;rgb:" + String(repeating: "f", count: 100_000) + "\u{7}",
    "\u{1b}[" + String(repeating: "1;", count: 3000) + "c",
  ])
  func howeverLongNoAnswerIsTyped(answer: String) {
    #expect(decode(answer + "q") == [.event(.key(.character("q")))])
  }

  @Test func controlCEndsAStringWithoutAnEnd() {
    #expect(decode("\u{1b}P>|kitty\u{3}q") == [.event(.key(.control("c"))), .event(.key(.character("q")))])
  }

  @Test(arguments: ["\u{1b}[12", "\u{1b}]0;title", "\u{1b}P1$r"])
  func silenceEndsAnUnfinishedSequence(start: String) {
    #expect(decode(start, silenceBefore: "q").last == .event(.key(.character("q"))))
  }
}
