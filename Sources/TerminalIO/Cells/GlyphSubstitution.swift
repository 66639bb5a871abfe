internal import Foundation

/// Makes sure that a glyph takes exactly one cell and can be shown at all.
enum GlyphSubstitution {
  /// A glyph to send for `glyph`; the same one nearly always.
  static func shown(_ glyph: Unicode.Scalar, in glyphs: GlyphSet) -> Unicode.Scalar {
    let value = glyph.value
    if value >= 0x20 && value < 0x7f { return glyph }
    if glyphs == .ascii { return inASCII(value) }
    // Latin, box drawing, block elements, Braille and sextants take one cell wherever they are shown.
    if value >= 0xa0 && value < 0x300 && value != 0xad { return glyph }
    if value >= 0x2500 && value < 0x2600 || value >= 0x2800 && value < 0x2900 || value >= 0x1fb00 && value < 0x1fc00 {
      return glyph
    }
    return takesOneCell(glyph) ? glyph : "?"
  }

  private static func takesOneCell(_ glyph: Unicode.Scalar) -> Bool {
    switch glyph.properties.generalCategory {
    case .control, .format, .surrogate, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator,
      .unassigned:
      return false
    default:
      return !glyph.properties.isEmojiPresentation && !wide.contains { $0.contains(glyph.value) }
    }
  }

  /// East Asian wide and full-width blocks.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff,
    0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x16fe0...0x1b2ff, 0x1f200...0x1f64f,
    0x1f900...0x1f9ff, 0x20000...0x3fffd,
  ]

  private static func inASCII(_ value: UInt32) -> Unicode.Scalar {
    if let known = asciiForms[value] { return known }
    switch value {
    case 0xc0...0x17f:
      // A letter with its marks taken off, as in "Muller".
      let letter = String(Character(Unicode.Scalar(value) ?? "?")).decomposedStringWithCanonicalMapping.unicodeScalars
        .first
      return letter.map { $0.isASCII ? $0 : "?" } ?? "?"
    case 0x2500...0x257f: return "+"
    case 0x2580...0x259f, 0x1fb00...0x1fb3b: return "#"
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
