import TerminalIO
import Testing

@Suite struct KeySequenceTests {
  @Test(arguments: [
    ("k", Key.character("k")), ("Up", .up), ("Ctrl-u", .control("u")), ("C-U", .control("u")), ("F5", .function(5)),
    ("Space", .character(" ")), ("Shift-PgDn", .shift(.pageDown)), ("Alt-1", .alt("1")), ("Shift-g", .character("G")),
    ("-", .character("-")), ("Ctrl-Left", .control(.left)), ("esc", .escape), ("\"", .character("\"")),
  ])
  func keysAreReadAsPeopleWriteThem(text: String, key: Key) throws {
    #expect(try KeySequence(text: text) == .key(key))
  }

  @Test(arguments: [
    ("Ctrl-i", "cannot tell"), ("Ctrl-1", "cannot tell"), ("Ctrl-Shift-a", "cannot tell"), ("Upp", "did you mean 'Up'"),
    ("", "empty"), ("g g g", "longer than two"), ("F99", "no key"), ("Hyper-x", "no key"),
  ])
  func keysThatNoTerminalSends(text: String, sentence: String) {
    #expect { try KeySequence(text: text) } throws: {
      ($0 as? KeySequence.Misspelled)?.sentence.contains(sentence) == true
    }
  }
}
