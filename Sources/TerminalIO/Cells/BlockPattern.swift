/// Which pieces of a cell a block glyph inks: bit i stands for piece i, counted row by row from the top left.
///
/// Sextants are U+1FB00 to U+1FB3B in the order of their bits, without the four patterns that older blocks have
/// (Unicode 13, Symbols for Legacy Computing). Octants are U+1CD00 to U+1CDE5 in the order of their bits, without the
/// 26 patterns that other blocks have (Unicode 16, Symbols for Legacy Computing Supplement).
package enum BlockPattern {
  /// The glyph that inks exactly `pattern` of a cell cut as `glyphs` cut it; a space inks nothing.
  package static func glyph(_ pattern: Int, in glyphs: GlyphSet) -> Unicode.Scalar {
    let known = table(glyphs)
    return known.indices.contains(pattern) ? known[pattern] : " "
  }

  /// The pieces of a cell that the glyphs of a set can ink one by one, across and down.
  package static func pieces(_ glyphs: GlyphSet) -> SIMD2<Int> {
    switch glyphs {
    case .octants: SIMD2(2, 4)
    case .sextants: SIMD2(2, 3)
    case .quadrants: SIMD2(2, 2)
    case .halfBlocks: SIMD2(1, 2)
    case .ascii: SIMD2(1, 1)
    }
  }

  static func table(_ glyphs: GlyphSet) -> [Unicode.Scalar] {
    switch glyphs {
    case .octants: octants
    case .sextants: sextants
    case .quadrants: quadrants
    case .halfBlocks: halves
    case .ascii: [" "]
    }
  }

  /// The glyph that inks what `glyph` leaves free, so that ink and paper can change places; nil for other glyphs.
  package static func complement(of glyph: UInt32) -> UInt32? {
    switch glyph {
    case 0x1fb00...0x1fb3b: sextantComplements[Int(glyph - 0x1fb00)]
    case 0x2580...0x259f: blockComplements[Int(glyph - 0x2580)] ?? octantComplements[glyph]
    case 0x1cd00...0x1ceaf, 0x1fb82...0x1fbe7: octantComplements[glyph]
    default: nil
    }
  }

  private static let halves: [Unicode.Scalar] = [" ", "▀", "▄", "█"]

  private static let quadrants: [Unicode.Scalar] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]

  private static let sextants: [Unicode.Scalar] = {
    var found: [Unicode.Scalar] = []
    var next: UInt32 = 0x1fb00
    for pattern in 0..<64 {
      switch pattern {
      case 0: found.append(" ")
      case 0b010101: found.append("▌")
      case 0b101010: found.append("▐")
      case 63: found.append("█")
      default:
        found.append(Unicode.Scalar(next) ?? " ")
        next += 1
      }
    }
    return found
  }()

  /// The patterns that older or other blocks have, beside quadrants.
  private static let namedOctants: [Int: UInt32] = [
    1: 0x1cea8, 2: 0x1ceab, 3: 0x1fb82, 20: 0x1fbe6, 40: 0x1fbe7, 63: 0x1fb85, 64: 0x1cea3, 128: 0x1cea0, 192: 0x2582,
    252: 0x2586,
  ]

  private static let octants: [Unicode.Scalar] = {
    /// The quadrants of a pattern made of whole ones: each is two pieces above each other.
    func quadrants(_ pattern: Int) -> Int? {
      let (left, right) = (0b0101, 0b1010)
      let halves = [pattern & 0xf, pattern >> 4]
      guard halves.allSatisfy({ [0, left, right, 0xf].contains($0) }) else { return nil }
      return (halves[0] & 3) | (halves[1] & 3) << 2
    }
    var found: [Unicode.Scalar] = []
    var next: UInt32 = 0x1cd00
    for pattern in 0..<256 {
      if let older = quadrants(pattern) {
        found.append(Self.quadrants[older])
      } else if let named = namedOctants[pattern] {
        found.append(Unicode.Scalar(named) ?? " ")
      } else {
        found.append(Unicode.Scalar(next) ?? " ")
        next += 1
      }
    }
    return found
  }()

  private static let octantComplements: [UInt32: UInt32] = {
    var found: [UInt32: UInt32] = [:]
    for (pattern, glyph) in octants.enumerated() where pattern > 0 && pattern < 255 {
      found[glyph.value] = octants[255 - pattern].value
    }
    return found
  }()

  private static let sextantComplements: [UInt32?] = complements(sextants, from: 0x1fb00, count: 60)
  private static let blockComplements: [UInt32?] = complements(quadrants, from: 0x2580, count: 32)

  private static func complements(_ glyphs: [Unicode.Scalar], from first: UInt32, count: Int) -> [UInt32?] {
    var found = [UInt32?](repeating: nil, count: count)
    for (pattern, glyph) in glyphs.enumerated() where glyph.value >= first && glyph.value < first + UInt32(count) {
      let other = glyphs[glyphs.count - 1 - pattern]
      found[Int(glyph.value - first)] = other == " " ? nil : other.value
    }
    return found
  }
}
