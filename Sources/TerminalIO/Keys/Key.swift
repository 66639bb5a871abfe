/// A key press, decoded.
package struct Key: Hashable, Sendable {
  package enum Code: Hashable, Sendable {
    case character(Character)
    case up, down, left, right
    case pageUp, pageDown, home, end
    case enter, escape, tab, backspace, delete, insert
    case function(Int)
  }

  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
  }

  package var code: Code
  /// Characters carry no shift: "A" is the character A.
  package var modifiers: Modifiers

  package init(_ code: Code, _ modifiers: Modifiers = []) {
    self.code = code
    self.modifiers = modifiers
  }

  package static func character(_ character: Character) -> Key { Key(.character(character)) }
  package static func control(_ letter: Character) -> Key { Key(.character(letter), .control) }
  package static func control(_ key: Key) -> Key { Key(key.code, key.modifiers.union(.control)) }
  package static func alt(_ character: Character) -> Key { Key(.character(character), .alt) }
  package static func shift(_ key: Key) -> Key { Key(key.code, key.modifiers.union(.shift)) }
  package static func function(_ number: Int) -> Key { Key(.function(number)) }
  package static let up = Key(.up), down = Key(.down), left = Key(.left), right = Key(.right)
  package static let pageUp = Key(.pageUp), pageDown = Key(.pageDown), home = Key(.home), end = Key(.end)
  package static let enter = Key(.enter), escape = Key(.escape), tab = Key(.tab), backTab = Key(.tab, .shift)
  package static let backspace = Key(.backspace), delete = Key(.delete), insert = Key(.insert)

  /// How help and messages name the key.
  package var label: String {
    var name: String
    switch code {
    case .character(" "): name = "Space"
    case .character(let character): name = modifiers.contains(.control) ? character.uppercased() : String(character)
    case .up: name = "Up"
    case .down: name = "Down"
    case .left: name = "Left"
    case .right: name = "Right"
    case .pageUp: name = "PgUp"
    case .pageDown: name = "PgDn"
    case .home: name = "Home"
    case .end: name = "End"
    case .enter: name = "Enter"
    case .escape: name = "Esc"
    case .tab: name = "Tab"
    case .backspace: name = "Backspace"
    case .delete: name = "Del"
    case .insert: name = "Ins"
    case .function(let number): name = "F\(number)"
    }
    if modifiers.contains(.alt) { name = "Alt-" + name }
    if modifiers.contains(.control) { name = "Ctrl-" + name }
    if modifiers.contains(.shift) { name = "Shift-" + name }
    return name
  }

  /// The character typed, when the key is one without control or alt.
  package var typedCharacter: Character? {
    if case .character(let character) = code, modifiers.isEmpty { return character }
    return nil
  }
}
