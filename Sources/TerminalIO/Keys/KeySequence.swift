/// One key, or keys pressed one after the other such as `gg`.
package struct KeySequence: Hashable, Sendable {
  package let keys: [Key]

  package init(_ keys: [Key]) { self.keys = keys }

  package static func key(_ key: Key) -> KeySequence { KeySequence([key]) }
  package static func then(_ first: Character, _ second: Character) -> KeySequence {
    KeySequence([.character(first), .character(second)])
  }
  package static func control(_ letter: Character) -> KeySequence { .key(.control(letter)) }
  package static func control(_ key: Key) -> KeySequence { .key(.control(key)) }
  package static func alt(_ character: Character) -> KeySequence { .key(.alt(character)) }
  package static func shift(_ key: Key) -> KeySequence { .key(.shift(key)) }
  package static func function(_ number: Int) -> KeySequence { .key(.function(number)) }
  package static let up = key(.up), down = key(.down), left = key(.left), right = key(.right)
  package static let pageUp = key(.pageUp), pageDown = key(.pageDown), home = key(.home), end = key(.end)
  package static let enter = key(.enter), escape = key(.escape), tab = key(.tab), backTab = key(.backTab)
  package static let space = key(.character(" "))

  /// How help and messages name it: `Shift-Up`, `gg`, `Space w`.
  package var label: String {
    let labels = keys.map(\.label)
    return labels.joined(separator: labels.allSatisfy { $0.count == 1 } ? "" : " ")
  }
}

/// A character stands for its key, so that tables of keys read as they are typed.
extension KeySequence: ExpressibleByExtendedGraphemeClusterLiteral {
  package init(extendedGraphemeClusterLiteral character: Character) { self = .key(.character(character)) }
}
