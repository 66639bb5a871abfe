internal import Foundation

extension String {
  /// The glyphs that show a text, one a cell.
  ///
  /// A letter and its marks are one glyph where Unicode has one for both (canonical composition, UAX 15). A character of
  /// several scalars that has none is shown as its first one and a question mark, and so is whatever has no shape of its
  /// own or would change its surroundings: control characters, marks without a letter, and those that turn the direction
  /// of writing.
  package var cellGlyphs: [Unicode.Scalar] {
    if unicodeScalars.allSatisfy(\.standsAlone) { return Array(unicodeScalars) }
    var glyphs: [Unicode.Scalar] = []
    for character in precomposedStringWithCanonicalMapping {
      let scalars = character.unicodeScalars
      glyphs.append(scalars.first.flatMap { $0.hasShape ? $0 : nil } ?? "?")
      if scalars.count > 1 { glyphs.append("?") }
    }
    return glyphs
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is a glyph whatever stands beside it, as are all those that the program itself draws.
  fileprivate var standsAlone: Bool {
    switch value {
    case 0x20..<0x7f, 0xa1..<0xad, 0xae..<0x300, 0x2010..<0x2028, 0x2190..<0x2c00, 0x1fb00..<0x1fc00: true
    default: false
    }
  }

  /// Whether the scalar alone is something to see, or a blank.
  fileprivate var hasShape: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .nonspacingMark, .spacingMark, .enclosingMark, .lineSeparator,
      .paragraphSeparator, .unassigned:
      false
    default: true
    }
  }
}
