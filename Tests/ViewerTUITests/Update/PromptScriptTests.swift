import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// A prompt takes what people type in any script. Terminals send one scalar after the other, so a character can grow
/// after it was typed.
@Suite struct PromptScriptTests {
  static let lines = [
    "हिन्दी में टिप्पणी", "ที่นี่น้ำ", "مُلاحَظَة صَغِيرَة", "הֶעָרָה קְטַנָּה", "ghi chu\u{301} ve\u{302}\u{300} no\u{323}\u{302}i", "漢字かな交じり",
    "한글 \u{1112}\u{1161}\u{11ab}", "👩\u{200d}⚕\u{fe0f} 👍🏽 🇩🇪🇫🇷 👨\u{200d}👩\u{200d}👧", "e\u{301}x", "\u{301}\u{301}a",
    "ﷺ\u{202e}abc",
  ]

  private func typed(_ line: String, after beginning: String = ":") throws -> Viewer {
    var viewer = try ExampleCase.viewer()
    viewer.type(beginning)
    for scalar in line.unicodeScalars { viewer.press(.character(Character(scalar))) }
    return viewer
  }

  /// The screen shows exactly one cursor, in the line of the prompt, over all cells of one character.
  private func expectOneCursor(_ viewer: Viewer, _ comment: Comment? = nil) {
    let frame = viewer.frame()
    let cursors = frame.cells.indices.filter { frame.cells[$0].attributes.contains(.reverse) }
    let prompt = viewer.interface.prompt
    let under = prompt.flatMap { $0.text.dropFirst($0.caret).first }.map { String($0).cellCount } ?? 1
    #expect(cursors.allSatisfy { $0 / frame.width == frame.height - 1 }, comment)
    #expect(cursors.count == under && (cursors.last ?? 0) - (cursors.first ?? 0) == under - 1, comment)
  }

  @Test(arguments: lines) func aLineIsWhatWasTyped(line: String) throws {
    let viewer = try typed(line)
    let prompt = try #require(viewer.interface.prompt)
    #expect(Array(prompt.text.unicodeScalars) == Array(line.unicodeScalars))
    #expect(prompt.caret == line.count)
    expectOneCursor(viewer)
  }

  @Test(arguments: lines) func theCursorStepsOverWholeCharacters(line: String) throws {
    var viewer = try typed(line)
    for step in 1...line.count {
      viewer.press(.left)
      #expect(viewer.interface.prompt?.caret == line.count - step)
      expectOneCursor(viewer)
    }
    viewer.press(.left)
    #expect(viewer.interface.prompt?.caret == 0)
    for step in 1...line.count {
      viewer.press(.delete)
      #expect(viewer.interface.prompt?.text == String(line.dropFirst(step)))
    }
    viewer.press(.delete)
    #expect(viewer.interface.prompt?.text == "")
  }

  @Test(arguments: lines) func backspaceTakesOneCharacter(line: String) throws {
    var viewer = try typed(line)
    for step in 1...line.count {
      viewer.press(.backspace)
      #expect(viewer.interface.prompt?.text == String(line.dropLast(step)))
      #expect(viewer.interface.prompt?.caret == line.count - step)
    }
  }

  /// A letter put in anywhere stands behind the characters before it, and the cursor behind the letter.
  @Test(arguments: lines) func aLetterGoesInAnywhere(line: String) throws {
    let viewer = try typed(line)
    for place in 0...line.count {
      var edited = viewer
      edited.press(.home)
      for _ in 0..<place { edited.press(.right) }
      edited.press(.character("|"))
      let expected = String(line.prefix(place)) + "|" + String(line.dropFirst(place))
      let prompt = try #require(edited.interface.prompt)
      #expect(Array(prompt.text.unicodeScalars) == Array(expected.unicodeScalars))
      let before = (String(line.prefix(place)) + "|").unicodeScalars
      #expect(prompt.text.prefix(prompt.caret).unicodeScalars.starts(with: before))
      expectOneCursor(edited, "\(place)")
    }
  }

  /// Characters that come together become one: the cursor is behind it, never inside.
  @Test func whatIsDeletedBetweenTwoCanMakeThemOne() throws {
    var viewer = try typed("🇩x🇪y")
    viewer.press(.left, .left, .backspace)
    #expect(viewer.interface.prompt?.text == "🇩🇪y")
    #expect(viewer.interface.prompt?.caret == 1)
    viewer.press(.character("z"))
    #expect(viewer.interface.prompt?.text == "🇩🇪zy")
  }

  @Test(arguments: lines) func completionAndWordKeysLeaveTheCursorInTheLine(line: String) throws {
    var viewer = try typed(line + " theme pa")
    viewer.press(.tab, .control("w"), .alt("b"), .alt("f"), .control(.left), .tab, .control("k"))
    let prompt = try #require(viewer.interface.prompt)
    #expect((0...prompt.text.count).contains(prompt.caret))
    expectOneCursor(viewer)
  }

  @Test func commentsAreKeptInAnyScript() throws {
    for line in Self.lines {
      var viewer = try ExampleCase.reviewedViewer()
      viewer.look(at: try #require(viewer.review.allRows.first).record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2))
      viewer.type("C")
      for scalar in line.unicodeScalars { viewer.press(.character(Character(scalar))) }
      #expect(viewer.recorded(.enter).count == 1)
      #expect(viewer.review.selectedRow?.review?.comment == line)
    }
  }

  // MARK: - Pasting

  @Test(arguments: [
    ("one\ntwo", "one two"), ("one\r\n  two\r\n\r\nthree\n", "one two three"), ("a\u{2028}b\u{85}c", "a b c"),
    ("tab\there", "tab here"), ("bell\u{7}\u{1b}[31m", "bell[31m"), ("  kept  as it is ", "  kept  as it is "),
    ("\n\n", ""),
    ("ve\u{302}\u{300}\nआ\nकि", "ve\u{302}\u{300} आ कि"),
  ])
  func aPasteIsOneLineOfWords(pasted: String, line: String) throws {
    var viewer = try typed("")
    _ = viewer.update(.paste(pasted))
    #expect(viewer.interface.prompt?.text == line)
    #expect(viewer.interface.prompt?.caret == line.count)
  }

  @Test func aPasteIsNotGluedToWhatIsThere() throws {
    var viewer = try typed("beforeafter")
    for _ in "after" { viewer.press(.left) }
    _ = viewer.update(.paste("\npasted\n"))
    #expect(viewer.interface.prompt?.text == "before pasted after")
    #expect(viewer.interface.prompt?.caret == "before pasted ".count)
  }

  @Test(arguments: ["x", "\u{301}", "ह\u{93f}"]) func aLineHasAnEndAndSaysSo(piece: String) throws {
    var viewer = try typed("a")
    _ = viewer.update(.paste(String(repeating: piece, count: 100_000)))
    let text = try #require(viewer.interface.prompt).text
    #expect(text.unicodeScalars.count <= Prompt.longestLine)
    #expect(viewer.interface.message?.isWarning == true)
    #expect(viewer.frame().plain.contains("the rest was left out"))
    viewer.press(.character("é"))
    #expect(try #require(viewer.interface.prompt).text.unicodeScalars.count <= Prompt.longestLine)
    viewer.press(.control("u"), .character("b"))
    #expect(viewer.interface.prompt?.text == "b" && viewer.interface.message == nil)
  }

  @Test func aPasteOutsideALineIsNothing() throws {
    var viewer = try ExampleCase.viewer()
    let before = viewer.frame()
    #expect(viewer.update(.paste("q:quit\n")).isEmpty)
    #expect(viewer.frame() == before)
  }
}
