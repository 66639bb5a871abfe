/// How many cells a glyph takes on a terminal.
enum CellWidth {
  /// Nothing to see, or a glyph that terminals disagree about.
  case none
  case narrow
  /// Two cells: East Asian wide and full-width characters, and emoji.
  case wide
}

extension Unicode.Scalar {
  /// The cells that the glyph takes, as UAX 11 and the presentation of emoji have it.
  var cellWidth: CellWidth {
    if isSurelyNarrow { return .narrow }
    if let base = GlyphCluster.base(of: self) { return base.cellWidth }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator,
      .unassigned:
      return .none
    default:
      // Letters of flags: two make one picture on some terminals, and two pictures on others.
      if (0x1f1e6...0x1f1ff).contains(value) { return .none }
      return properties.isEmojiPresentation || Self.wideBlocks.contains { $0.contains(value) } ? .wide : .narrow
    }
  }

  /// Latin, box drawing, block elements, Braille and legacy blocks take one cell wherever they are shown: nearly all that
  /// the program draws.
  @inline(__always)
  var isSurelyNarrow: Bool {
    value >= 0x20 && value < 0x7f || value >= 0xa0 && value < 0x300 && value != 0xad
      || value >= 0x2500 && value < 0x25a0
      || value >= 0x2800 && value < 0x2900 || value >= 0x1fb00 && value < 0x1fc00
      || value >= 0x1cd00 && value < 0x1ceb0
      || value == Cell.pictureGlyph
  }

  /// East Asian wide and full-width blocks.
  private static let wideBlocks: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97f, 0xac00...0xd7a3,
    0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x16fe0...0x1b2ff,
    0x1f200...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd,
  ]
}
