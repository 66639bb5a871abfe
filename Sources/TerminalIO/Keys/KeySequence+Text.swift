import Foundation
import Settings

extension KeySequence {
  /// Why a text names no keys.
  package struct Misspelled: Error, Sendable, Hashable {
    package let sentence: String
  }

  /// Reads keys as people write them: `k`, `Up`, `Ctrl-u`, `Shift-PgDn`, `F5`, `gg`, `Space w`.
  package init(text: String) throws(Misspelled) {
    let words = text.split(separator: " ").map(String.init)
    guard !words.isEmpty else { throw Misspelled(sentence: "an empty text names no key; Space is written Space") }
    var keys: [Key] = []
    for word in words {
      if let key = try Key(word: word) {
        keys.append(key)
      } else if word.count == 2 {
        keys += word.map { Key.character($0) }
      } else {
        let question = Spelling.question(for: word, among: Key.names.keys.sorted().map { $0.capitalized })
        throw Misspelled(
          sentence: "no key '\(word)'\(question.isEmpty ? "; write k, Up, Ctrl-u, Alt-1, F5 or gg" : question)")
      }
    }
    guard keys.count <= 2 else { throw Misspelled(sentence: "'\(text)' is longer than two keys") }
    self.init(keys)
  }
}

extension Key {
  static let names: [String: Key] = [
    "up": .up, "down": .down, "left": .left, "right": .right, "pgup": .pageUp, "pageup": .pageUp, "pgdn": .pageDown,
    "pagedown": .pageDown, "home": .home, "end": .end, "enter": .enter, "esc": .escape, "escape": .escape, "tab": .tab,
    "backspace": .backspace, "del": .delete, "delete": .delete, "ins": .insert, "insert": .insert,
    "space": .character(" "),
  ]

  /// Reads one key; nil when it names none.
  fileprivate init?(word: String) throws(KeySequence.Misspelled) {
    var rest = Substring(word)
    var modifiers: Modifiers = []
    let prefixes: [(String, Modifiers)] = [
      ("ctrl-", .control), ("c-", .control), ("alt-", .alt), ("a-", .alt), ("shift-", .shift), ("s-", .shift),
    ]
    while let (prefix, modifier) = prefixes.first(where: {
      rest.lowercased().hasPrefix($0.0) && rest.count > $0.0.count
    }) {
      rest = rest.dropFirst(prefix.count)
      modifiers.insert(modifier)
    }
    if rest.count == 1, var character = rest.first {
      if modifiers.contains(.control) { character = Character(character.lowercased()) }
      if modifiers.contains(.shift) {
        guard character.isLetter, !modifiers.contains(.control) else {
          throw KeySequence.Misspelled(sentence: "a terminal cannot tell '\(word)' apart; write the character itself")
        }
        modifiers.remove(.shift)
        character = Character(character.uppercased())
      }
      if modifiers.contains(.control), !character.isASCII || !character.isLetter || "im".contains(character) {
        throw KeySequence.Misspelled(sentence: "a terminal cannot tell '\(word)' apart; choose another key")
      }
      self.init(.character(character), modifiers)
    } else if let named = Self.names[rest.lowercased()] {
      self.init(named.code, modifiers)
    } else if rest.lowercased().hasPrefix("f"), let number = Int(rest.dropFirst()), (1...24).contains(number) {
      self.init(.function(number), modifiers)
    } else {
      return nil
    }
  }
}
