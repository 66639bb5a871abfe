import TestSupport
import Testing
import ViewerTUI

/// The cursor of a line after any edits, against the same edits made the slow and plain way: characters counted from the
/// start each time.
@Suite struct PromptEditingTests {
  /// Scalars that join with their neighbours: accents, joiners, halves of flags, Hangul, beside letters and blanks.
  private static let scalars: [Unicode.Scalar] = [
    "a", "z", " ", "é", "\u{301}", "\u{200d}", "\u{fe0f}", "👩", "👧", "\u{1f1e9}", "\u{1f1ea}", "漢", "ᄒ", "ᅡ", "ᆫ", "क",
    "ि",
  ]

  private struct Line {
    var text = ""
    var caret = 0

    mutating func replace(_ characters: Range<Int>, with new: String) {
      let within = characters.clamped(to: 0..<text.count)
      let start = text.index(text.startIndex, offsetBy: within.lowerBound)
      let bytes = text.utf8.distance(from: text.startIndex, to: start) + new.utf8.count
      text.replaceSubrange(start..<text.index(start, offsetBy: within.count), with: new)
      let end = text.utf8.index(text.startIndex, offsetBy: bytes)
      caret = text.indices.prefix { $0 < end }.count
    }
  }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func theCursorIsWhereCharactersAreCounted(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var prompt = Prompt()
    var line = Line()
    for step in 0..<300 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        let scalars = (0..<Int.random(in: 1..<5, using: &random)).compactMap { _ in
          Self.scalars.randomElement(using: &random)
        }
        let typed = String(String.UnicodeScalarView(scalars))
        prompt.insert(typed)
        line.replace(line.caret..<line.caret, with: typed)
      case 5:
        prompt.deleteBackward()
        if line.caret > 0 { line.replace(line.caret - 1..<line.caret, with: "") }
      case 6:
        prompt.deleteForward()
        line.replace(line.caret..<line.caret + 1, with: "")
      case 7:
        prompt.moveToEnd()
        line.caret = line.text.count
      default:
        let steps = Int.random(in: -4...4, using: &random)
        prompt.move(by: steps)
        line.caret = min(line.text.count, max(0, line.caret + steps))
      }
      #expect(prompt.text == line.text && prompt.caret == line.caret, "step \(step)")
      guard prompt.text == line.text, prompt.caret == line.caret else { return }
    }
  }

  /// What a line has no room for is left out, character by character, and said.
  @Test func aLineHoldsSoMuch() {
    var prompt = Prompt()
    let all = prompt.insert(String(repeating: "é", count: Prompt.longestLine - 1))
    let rest = prompt.insert("ab")
    let none = prompt.insert("c")
    #expect(all && !rest && !none)
    #expect(prompt.text.unicodeScalars.count == Prompt.longestLine && prompt.text.last == "a")
    #expect(prompt.caret == Prompt.longestLine)
    prompt.deleteBackward()
    #expect(prompt.insert("d") && prompt.text.last == "d")
  }
}
