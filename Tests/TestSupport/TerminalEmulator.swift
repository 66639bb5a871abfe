package import TerminalIO

/// A terminal of the VT100's line, small enough to be trusted: places the cursor, keeps colours, shows text.
package struct TerminalEmulator {
  package enum Color: Hashable { case standard, number(Int), rgb(RGB) }

  package struct Rendition: Hashable {
    package var ink = Color.standard
    package var paper = Color.standard
    package var attributes: Cell.Attributes = []

    package init() {}
  }

  package struct Place: Hashable {
    package var glyph: Unicode.Scalar = " "
    package var rendition = Rendition()
  }

  package let width: Int
  package let height: Int
  package private(set) var places: [Place]
  package private(set) var rendition = Rendition()
  /// What was not understood; tests want it empty.
  package private(set) var complaints: [String] = []
  private var x = 0
  private var y = 0
  private var waitsToWrap = false

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
    places = [Place](repeating: Place(), count: width * height)
  }

  package mutating func feed(_ bytes: [UInt8]) {
    var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1b}" else {
        put(scalar)
        continue
      }
      guard rest.popFirst() == "[" else {
        complaints.append("escape without [")
        continue
      }
      let body = rest.prefix { $0.value < 0x40 }
      rest = rest.dropFirst(body.count)
      guard let final = rest.popFirst() else {
        complaints.append("sequence cut")
        return
      }
      obey(String(String.UnicodeScalarView(body)), final)
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    if waitsToWrap { complaints.append("text past the last column") }
    guard places.indices.contains(y * width + x), scalar.value >= 0x20 else {
      complaints.append("\(scalar.value) at \(x), \(y)")
      return
    }
    places[y * width + x] = Place(glyph: scalar, rendition: rendition)
    if x == width - 1 { waitsToWrap = true } else { x += 1 }
  }

  private mutating func obey(_ body: String, _ final: Unicode.Scalar) {
    let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    switch final {
    case "H":
      y = max(1, numbers.first.flatMap { $0 } ?? 1) - 1
      x = max(1, numbers.count > 1 ? numbers[1] ?? 1 : 1) - 1
      waitsToWrap = false
      if x >= width || y >= height { complaints.append("cursor to \(x), \(y)") }
    case "C":
      x = min(width - 1, x + (numbers.first.flatMap { $0 } ?? 1))
    case "J":
      places = [Place](repeating: Place(glyph: " ", rendition: rendition), count: width * height)
    case "m":
      setRendition(numbers.map { $0 ?? 0 })
    case "h", "l":
      if body != "?2026" { complaints.append("mode \(body)") }
    default:
      complaints.append("ESC [ \(body) \(final)")
    }
  }

  private mutating func setRendition(_ numbers: [Int]) {
    var rest = numbers[...]
    while let number = rest.popFirst() {
      switch number {
      case 0: rendition = Rendition()
      case 1: rendition.attributes.insert(.bold)
      case 4: rendition.attributes.insert(.underline)
      case 7: rendition.attributes.insert(.reverse)
      case 30...37: rendition.ink = .number(number - 30)
      case 90...97: rendition.ink = .number(number - 82)
      case 40...47: rendition.paper = .number(number - 40)
      case 100...107: rendition.paper = .number(number - 92)
      case 38, 48:
        let color: Color
        switch rest.popFirst() {
        case 5: color = .number(rest.popFirst() ?? -1)
        case 2:
          let channels = (0..<3).map { _ in rest.popFirst().flatMap { UInt8(exactly: $0) } ?? 0 }
          color = .rgb(RGB(red: channels[0], green: channels[1], blue: channels[2]))
        default:
          complaints.append("colour of an unknown kind")
          return
        }
        if number == 38 { rendition.ink = color } else { rendition.paper = color }
      default: complaints.append("SGR \(number)")
      }
    }
  }
}

extension TerminalEmulator {
  /// What an eye sees in a cell: blocks and blanks are colours in places, whatever glyph made them.
  package enum Look: Hashable {
    /// Two across and twelve down.
    case blocks([Color])
    case glyph(Unicode.Scalar, ink: Color, paper: Color, Cell.Attributes)
  }

  package var looks: [Look] {
    places.map { Self.look($0.glyph, $0.rendition.ink, $0.rendition.paper, $0.rendition.attributes) }
  }

  package static func look(_ glyph: Unicode.Scalar, _ ink: Color, _ paper: Color, _ attributes: Cell.Attributes) -> Look
  {
    // Without colours of its own, a cell's reverse cannot be resolved: it stays an attribute.
    let isColored = ink != .standard || paper != .standard
    let isReversed = attributes.contains(.reverse) && isColored
    let (front, back) = isReversed ? (paper, ink) : (ink, paper)
    let others = isReversed ? attributes.subtracting(.reverse) : attributes
    if isColored, !others.contains(.underline), let inked = inked(glyph) {
      return .blocks(inked.map { $0 ? front : back })
    }
    return .glyph(glyph, ink: front, paper: back, others)
  }

  /// Which pieces of a cell a block inks, two across and twelve down, as its name says; nil for other glyphs.
  package static func inked(_ glyph: Unicode.Scalar) -> [Bool]? {
    let name = glyph.properties.name ?? ""
    let places = 0..<24
    if glyph == " " { return places.map { _ in false } }
    if name == "FULL BLOCK" { return places.map { _ in true } }
    if name.hasPrefix("BLOCK SEXTANT-") {
      return places.map { name.contains(String($0 / 8 * 2 + $0 % 2 + 1)) }
    }
    if name.hasPrefix("BLOCK OCTANT-") {
      return places.map { name.contains(String($0 / 6 * 2 + $0 % 2 + 1)) }
    }
    if name.contains("QUARTER") {
      let quarters: ClosedRange<Int> =
        switch true {
        case name.contains("UPPER ONE"): 0...0
        case name.contains("UPPER THREE"): 0...2
        case name.contains("MIDDLE"): 1...2
        case name.contains("LOWER ONE"): 3...3
        default: 1...3
        }
      return places.map { place in
        let isBeside = name.contains(place % 2 == 0 ? "RIGHT" : "LEFT")
        return quarters.contains(place / 6) && !isBeside
      }
    }
    guard name.hasPrefix("QUADRANT ") || name.hasSuffix(" HALF BLOCK") else { return nil }
    return places.map { place in
      let row = place < 12 ? "UPPER" : "LOWER"
      let column = place % 2 == 0 ? "LEFT" : "RIGHT"
      return name.contains("\(row) \(column)") || name == "\(row) HALF BLOCK" || name == "\(column) HALF BLOCK"
    }
  }
}
