/// A pattern for the end of a file's path, as a row of a layout writes it:
///
///     masks/{patient}_{visit#}_mask{rater#}
///
/// `{name}` takes letters, digits and signs other than `_` and `/`; `{name#}` takes digits, `{name+}` anything but `/`.
/// A name that occurs twice must take the same text twice. `*` is any text within a folder's or file's name, `[x]` is x
/// or nothing, `(x|y)` is x or y. Letters match in either case. The file's ending (`.nii.gz` and the like) is no part
/// of it.
package struct PathPattern: Sendable {
  /// As written in the row.
  package let text: String
  /// One sequence of elements for each folder, the last for the file.
  private let components: [[Element]]
  /// What the file's name may end in, looked at before anything else; empty where the pattern leaves it open.
  private let endings: [[UInt8]]

  indirect enum Element: Sendable, Equatable {
    case literal([UInt8])
    case anyText
    case capture(name: String, kind: Kind)
    case choice([[Element]])
  }

  package enum Kind: Sendable { case word, digits, anything }

  package init(_ text: String) {
    self.text = text
    var parser = PatternParser(text)
    let all = parser.elements()
    components = all.split(separator: .literal([UInt8(ascii: "/")]), omittingEmptySubsequences: false).map(Array.init)
    endings = Self.endings(components.last?.last)
  }

  /// The endings that an element at the end of a name allows; none where it may be anything.
  private static func endings(_ last: Element?) -> [[UInt8]] {
    switch last {
    case .literal(let bytes): return [bytes]
    case .choice(let ways):
      let each = ways.map { endings($0.last) }
      return each.allSatisfy { !$0.isEmpty } ? Array(each.joined()) : []
    case .anyText, .capture, nil: return []
    }
  }

  /// What the captures took, and the folder above all that the pattern names.
  package struct Match: Sendable, Equatable {
    package let base: String
    package let captures: [String: String]
  }

  /// Matches the end of a path.
  /// - Parameter isFree: whether any separator between the words of the file's name is as good as `_`.
  package func match(_ path: ListedPath, isFree: Bool = false) -> Match? {
    let stem = isFree ? path.freeStem : path.stem
    guard let file = components.last,
      endings.isEmpty || endings.contains(where: { Self.starts(stem.suffix($0.count), with: $0[...]) })
    else { return nil }
    let folders = components.dropLast()
    guard path.folders.count >= folders.count else { return nil }
    var captures: [String: ArraySlice<UInt8>] = [:]
    guard Self.match(file[...], stem[...], &captures) else { return nil }
    for (elements, folder) in zip(folders.reversed(), path.folders.reversed()) {
      guard Self.match(elements[...], folder[...], &captures) else { return nil }
    }
    return Match(
      base: path.folder(dropping: folders.count),
      captures: captures.mapValues { String(decoding: $0, as: UTF8.self) })
  }

  /// The pattern's text with captures put in, as a template of a name; nil where a capture outside of `[...]` is missing.
  package func filled(_ captures: [String: String]) -> String? {
    var parts: [String] = []
    for elements in components {
      guard let part = Self.fill(elements, captures) else { return nil }
      parts.append(part)
    }
    return parts.joined(separator: "/")
  }

  private static func fill(_ elements: [Element], _ captures: [String: String]) -> String? {
    var text = ""
    for element in elements {
      switch element {
      case .literal(let bytes): text += String(decoding: bytes, as: UTF8.self)
      case .anyText: break
      case .capture(let name, _):
        guard let value = captures[name] else { return nil }
        text += value
      case .choice(let ways): text += ways.lazy.compactMap { fill($0, captures) }.first ?? ""
      }
    }
    return text
  }

  /// Matches by trying each way in turn; a capture that occurs before keeps what it took.
  private static func match(
    _ elements: ArraySlice<Element>, _ text: ArraySlice<UInt8>, _ captures: inout [String: ArraySlice<UInt8>]
  ) -> Bool {
    guard let first = elements.first else { return text.isEmpty }
    let rest = elements.dropFirst()
    switch first {
    case .literal(let bytes):
      return starts(text, with: bytes[...]) && match(rest, text.dropFirst(bytes.count), &captures)
    case .anyText:
      for length in 0...text.count where match(rest, text.dropFirst(length), &captures) { return true }
      return false
    case .choice(let ways):
      for way in ways {
        var tried = captures
        if match(way[...] + rest, text, &tried) {
          captures = tried
          return true
        }
      }
      return false
    case .capture(let name, let kind):
      if let before = captures[name] {
        return starts(text, with: before) && match(rest, text.dropFirst(before.count), &captures)
      }
      // The longest first, so that digits stay together.
      var longest = text.prefix { kind.takes($0) }.count
      while longest > 0 {
        var tried = captures
        tried[name] = text.prefix(longest)
        if match(rest, text.dropFirst(longest), &tried) {
          captures = tried
          return true
        }
        longest -= 1
      }
      return false
    }
  }

  /// Letters of ASCII in either case are one.
  private static func starts(_ text: ArraySlice<UInt8>, with other: ArraySlice<UInt8>) -> Bool {
    text.count >= other.count && zip(text, other).allSatisfy { lower($0) == lower($1) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }
}

extension PathPattern.Kind {
  fileprivate func takes(_ byte: UInt8) -> Bool {
    switch self {
    case .word: byte != UInt8(ascii: "_")
    case .digits: byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    case .anything: true
    }
  }
}

/// Reads a pattern's text; what is not closed is taken as if it were at the end.
private struct PatternParser {
  private var rest: ArraySlice<UInt8>

  init(_ text: String) { rest = Array(text.utf8)[...] }

  mutating func elements(until stops: [UInt8] = []) -> [PathPattern.Element] {
    var found: [PathPattern.Element] = []
    var literal: [UInt8] = []
    func flush(_ literal: inout [UInt8]) {
      if !literal.isEmpty { found.append(.literal(literal)) }
      literal = []
    }
    while let byte = rest.first, !stops.contains(byte) {
      rest = rest.dropFirst()
      switch byte {
      case UInt8(ascii: "*"):
        flush(&literal)
        found.append(.anyText)
      case UInt8(ascii: "/"):
        flush(&literal)
        found.append(.literal([byte]))
      case UInt8(ascii: "["):
        flush(&literal)
        found.append(.choice([elements(until: [UInt8(ascii: "]")]), []]))
        rest = rest.dropFirst()
      case UInt8(ascii: "("):
        flush(&literal)
        var ways: [[PathPattern.Element]] = []
        repeat {
          ways.append(elements(until: [UInt8(ascii: "|"), UInt8(ascii: ")")]))
          let stop = rest.first
          rest = rest.dropFirst()
          if stop != UInt8(ascii: "|") { break }
        } while true
        found.append(.choice(ways))
      case UInt8(ascii: "{"):
        flush(&literal)
        var name = rest.prefix { $0 != UInt8(ascii: "}") }
        rest = rest.dropFirst(name.count + 1)
        let kind: PathPattern.Kind =
          switch name.last {
          case UInt8(ascii: "#"): .digits
          case UInt8(ascii: "+"): .anything
          default: .word
          }
        if kind != .word { name = name.dropLast() }
        found.append(.capture(name: String(decoding: name, as: UTF8.self), kind: kind))
      default: literal.append(byte)
      }
    }
    flush(&literal)
    return found
  }
}
