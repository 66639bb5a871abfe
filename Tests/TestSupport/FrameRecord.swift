package import Pictures
package import TerminalIO

/// A part of a frame as text to be compared and read: its glyphs, then the colours and attributes of each row as runs,
/// then what the letters of the runs mean.
///
/// A run is a number of cells, the letter of their ink, that of their ground, and `*` for bold, `_` for underlined and
/// `~` for reversed: `12t=*` are twelve bold cells of text on the ground of a bar. Blanks have a ground alone. Letters
/// stand for the theme's roles, so that a change of one role's colour is one line of difference. What is mixed for each
/// cell, as pictures are, has a checksum for the run: `76#3f9c1a`. Rows alike share a line.
package enum FrameRecord {
  /// - Parameter area: the part to record; nil is the whole frame.
  package static func text(of frame: Frame, in area: Rectangle? = nil, theme: Theme) -> String {
    let area = area ?? Rectangle(x: 0, y: 0, width: frame.width, height: frame.height)
    var legend = Legend(theme)
    let rows = rows(of: frame, in: area).map { row in
      runs(row) {
        legend.style($0)
      } mixed: {
        "#" + checksum($0)
      }
    }
    return joined(glyphs(of: frame, in: area), rows, legend.lines)
  }

  /// What a terminal of few colours, or of none, shows of a frame: its numbered colours have letters.
  package static func text(of frame: Frame, colors: ColorDepth, glyphs: GlyphSet) -> String {
    var encoder = FrameEncoder(
      strings: .ansi(colors: colors.paletteSize), depth: colors, glyphs: glyphs, synchronised: false)
    var bytes: [UInt8] = []
    encoder.encode(frame, after: nil, into: &bytes)
    var screen = TerminalEmulator(width: frame.width, height: frame.height)
    screen.feed(bytes)
    let places = (0..<frame.height).map { y in screen.places[y * frame.width..<(y + 1) * frame.width] }
    let lines = places.map { row in trimmed(row.map(\.glyph)) }
    let rows = places.map { row in
      runs(Array(row)) {
        style(of: $0.rendition)
      } mixed: {
        "#" + checksum($0)
      }
    }
    return joined(lines, rows, screen.complaints)
  }

  // MARK: - Runs

  private static func rows(of frame: Frame, in area: Rectangle) -> [[Cell]] {
    (area.y..<area.bottom).map { y in (area.x..<area.right).map { frame[$0, y] } }
  }

  private static func glyphs(of frame: Frame, in area: Rectangle) -> [String] {
    rows(of: frame, in: area).map { trimmed($0.map(\.glyph)) }
  }

  private static func trimmed(_ glyphs: [Unicode.Scalar]) -> String {
    String(String.UnicodeScalarView(glyphs.reversed().drop { $0 == " " }.reversed()))
  }

  /// Neighbours of one style, or without one, each as a run.
  private static func runs<Place>(
    _ row: [Place], style: (Place) -> String?, mixed: (ArraySlice<Place>) -> String
  ) -> String {
    var runs: [String] = []
    var start = 0
    var current: String?
    for index in 0...row.count {
      let next = index < row.count ? style(row[index]) : nil
      guard index == row.count || index > start && next != current else {
        if index == start { current = next }
        continue
      }
      if index > start { runs.append("\(index - start)" + (current ?? mixed(row[start..<index]))) }
      start = index
      current = next
    }
    return runs.joined(separator: " ")
  }

  private static func joined(_ glyphs: [String], _ rows: [String], _ legend: [String]) -> String {
    var styles: [String] = []
    var first = 0
    for index in 1...max(1, rows.count) where index == rows.count || rows[index] != rows[first] {
      styles.append((index - first > 1 ? "\(first + 1)-\(index)" : "\(index)") + ": " + rows[first])
      first = index
    }
    return (glyphs + ["----"] + styles + (legend.isEmpty ? [] : ["----"] + legend)).joined(separator: "\n")
  }

  private static func attributes(_ attributes: Cell.Attributes) -> String {
    (attributes.contains(.bold) ? "*" : "") + (attributes.contains(.underline) ? "_" : "")
      + (attributes.contains(.reverse) ? "~" : "")
  }

  /// FNV-1a of 32 bits (Fowler, Noll and Vo) over what cells look like.
  private static func checksum<Place: Hashable>(_ places: ArraySlice<Place>) -> String {
    var hash: UInt32 = 2_166_136_261
    for byte in places.map({ "\($0)" }).joined(separator: ";").utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }

  // MARK: - Numbered colours

  /// Nil for colours beyond the sixteen with names.
  private static func style(of rendition: TerminalEmulator.Rendition) -> String? {
    func letter(_ color: TerminalEmulator.Color) -> Character? {
      switch color {
      case .standard: "."
      case .number(let number) where (0..<16).contains(number): Array("krgybmcwKRGYBMCW")[number]
      case .number, .rgb: nil
      }
    }
    guard let ink = letter(rendition.ink), let paper = letter(rendition.paper) else { return nil }
    return "\(ink)\(paper)" + attributes(rendition.attributes)
  }

  // MARK: - Roles

  /// The letters of a theme's roles; of several roles with one colour the first has it.
  private struct Legend {
    private let letters: [RGB: Character]
    private let names: [Character: String]
    private var used: Set<Character> = []

    init(_ theme: Theme) {
      let marks: [ThemeRole: Character] = [
        .background: ".", .bar: "=", .text: "t", .quiet: "q", .faint: "f", .rule: "r", .accent: "a", .warning: "w",
        .rater1: "A", .rater2: "B", .rater3: "G", .both: "C", .soft: "S", .prediction: "P", .rater1Predicted: "D",
        .rater2Predicted: "E", .agreed: "F", .adjudicated: "J", .other: "O", .entropy: "U",
      ]
      let roles = ThemeRole.allCases.compactMap { role in
        marks[role].map { (letter: $0, name: role.rawValue, colour: theme[role]) }
      }
      letters = Dictionary(roles.map { ($0.colour, $0.letter) }, uniquingKeysWith: { first, _ in first })
      var names: [Character: String] = [:]
      for (_, name, colour) in roles {
        guard let letter = letters[colour] else { continue }
        names[letter] = names[letter].map { "\($0), \(name)" } ?? "\(letter) \(Self.hexadecimal(colour)) \(name)"
      }
      self.names = names
    }

    /// Nil for a cell of colours that are no role's.
    mutating func style(_ cell: Cell) -> String? {
      guard let paper = letters[cell.paper] else { return nil }
      let showsInk = cell.glyph != " " || !cell.attributes.isDisjoint(with: [.underline, .reverse])
      guard showsInk else {
        used.insert(paper)
        return String(paper)
      }
      guard let ink = letters[cell.ink] else { return nil }
      used.formUnion([ink, paper])
      return "\(ink)\(paper)" + attributes(cell.attributes)
    }

    var lines: [String] { used.compactMap { names[$0] }.sorted() }

    private static func hexadecimal(_ colour: RGB) -> String {
      "#" + [colour.red, colour.green, colour.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }
}
