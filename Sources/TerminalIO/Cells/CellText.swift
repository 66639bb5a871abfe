internal import Foundation

extension String {
  /// The glyphs that show a text, one a cell. A wide character is followed by ``Cell/secondHalf``.
  ///
  /// A letter and its marks are one glyph (canonical composition, UAX 15; ``GlyphCluster`` where Unicode has none for
  /// both). Other characters of several scalars are shown as the first one and a question mark. A question mark stands
  /// for whatever has no shape of its own or would change its surroundings: control characters, marks without a letter,
  /// and those that turn the direction of writing.
  package var cellGlyphs: [Unicode.Scalar] {
    if unicodeScalars.allSatisfy(\.standsAlone) { return Array(unicodeScalars) }
    var glyphs: [Unicode.Scalar] = []
    for character in precomposedStringWithCanonicalMapping {
      // Which of two styles a character is drawn in does not change what it is.
      let scalars = character.unicodeScalars.filter { !$0.isVariationSelector }
      guard let base = scalars.first, base.hasShape else {
        glyphs += scalars.count > 1 ? ["?", "?"] : ["?"]
        continue
      }
      let marks = scalars.dropFirst()
      let cluster =
        !marks.isEmpty && marks.allSatisfy(\.isMark)
        ? GlyphCluster.glyph(String(String.UnicodeScalarView(scalars))) : nil
      let glyph = cluster ?? base
      glyphs.append(glyph)
      if glyph.cellWidth == .wide { glyphs.append(Cell.secondHalf) }
      if cluster == nil, !marks.isEmpty { glyphs.append("?") }
    }
    return glyphs
  }

  /// How many cells the text takes.
  package var cellCount: Int { cellGlyphs.count }

  /// The text in a column of a table: cut or filled to so many cells, the last one blank.
  package func fitted(toCells count: Int) -> String {
    var text = self
    while text.cellCount >= count, !text.isEmpty { text.removeLast() }
    return text + String(repeating: " ", count: max(0, count - text.cellCount))
  }
}

extension Unicode.Scalar {
  /// Whether the scalar is a glyph whatever stands beside it, as are all those that the program itself draws.
  fileprivate var standsAlone: Bool {
    switch value {
    case 0x20..<0x7f, 0xa1..<0xad, 0xae..<0x300, 0x2010..<0x2028, 0x2190..<0x2c00, 0x1cd00..<0x1ceb0, 0x1fb00..<0x1fc00:
      true
    default: false
    }
  }

  /// Whether the scalar alone is something to see, or a blank.
  fileprivate var hasShape: Bool {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .nonspacingMark, .spacingMark, .enclosingMark, .lineSeparator,
      .paragraphSeparator, .unassigned:
      false
    // The last private plane holds the glyphs of clusters.
    case .privateUse: value < 0x100000
    default: true
    }
  }

  /// Whether the scalar is drawn over the letter before it.
  fileprivate var isMark: Bool {
    properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark
  }

  fileprivate var isVariationSelector: Bool { (0xfe00...0xfe0f).contains(value) }
}
