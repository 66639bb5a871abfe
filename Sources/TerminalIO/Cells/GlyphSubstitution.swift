internal import Foundation

/// Makes sure that a glyph takes the cells it is given and can be shown at all.
enum GlyphSubstitution {
  /// A glyph to send for `glyph`; the same one nearly always.
  static func shown(_ glyph: Unicode.Scalar, in glyphs: GlyphSet) -> Unicode.Scalar {
    let value = glyph.value
    if value >= 0x20 && value < 0x7f { return glyph }
    if glyphs == .ascii, glyph == Cell.secondHalf { return " " }
    if glyphs == .ascii { return inASCII((GlyphCluster.base(of: glyph) ?? glyph).value) }
    return glyph == Cell.secondHalf || glyph.cellWidth != .none ? glyph : "?"
  }

  private static func inASCII(_ value: UInt32) -> Unicode.Scalar {
    if let known = asciiForms[value] { return known }
    switch value {
    case 0xc0...0x17f:
      // A letter with its marks taken off, as in "Muller".
      let letter = String(Character(Unicode.Scalar(value) ?? "?")).decomposedStringWithCanonicalMapping.unicodeScalars
        .first
      return letter.map { $0.isASCII ? $0 : "?" } ?? "?"
    case 0x2500...0x257f: return "+"
    case 0x2580...0x259f, 0x1cd00...0x1ceaf, 0x1fb00...0x1fbe7: return "#"
    case 0x2800...0x28ff: return value == 0x2800 ? " " : ":"
    case 0..<0x20, 0x7f..<0xa1: return " "
    default: return "?"
    }
  }

  private static let asciiForms: [UInt32: Unicode.Scalar] = {
    let pairs: [(String, String)] = [
      ("─━═┄┅┈┉╌╍╴╶", "-----------"), ("│┃║┆┇┊┋╎╏", "|||||||||"), ("…·•∙°", "..*.o"), ("×✕✗✓", "xxxv"),
      ("←→↑↓", "<>^v"), ("◀▶▲▼◂▸▴▾", "<>^v<>^v"), ("‹›«»", "<><>"), ("–—−‐", "----"), ("‘’“”", "''\"\""),
      ("²³¹µ±≤≥≈≠", "231u+<>~!"), ("░▒▓", ".:%"), ("●○◆◇■□▪", "*o*o#o#"), ("╱╲╳", "/\\X"), ("γτκσ", "gtks"),
    ]
    var table: [UInt32: Unicode.Scalar] = [:]
    for (fine, plain) in pairs {
      for (from, to) in zip(fine.unicodeScalars, plain.unicodeScalars) { table[from.value] = to }
    }
    return table
  }()
}
