/// What the screen can show, as detected or forced.
package struct DisplayProfile: Sendable, Hashable {
  package var colors: ColorDepth
  package var glyphs: GlyphSet
  /// Height of a cell over its width.
  package var cellAspect: Double
  package var hasDarkBackground: Bool

  package init(
    colors: ColorDepth = .trueColor, glyphs: GlyphSet = .halfBlocks, cellAspect: Double = 2,
    hasDarkBackground: Bool = true
  ) {
    self.colors = colors
    self.glyphs = glyphs
    self.cellAspect = cellAspect
    self.hasDarkBackground = hasDarkBackground
  }

  /// Two samples a cell, one above the other, need two free colours a cell and the half-block glyph.
  package var samplesPerCellRow: Int { drawsHalfBlocks ? 2 : 1 }

  package var drawsHalfBlocks: Bool {
    (colors == .trueColor || colors == .palette256) && glyphs != .ascii
  }

  /// Height of a sample over its width on the screen.
  package var sampleAspect: Double { cellAspect / Double(samplesPerCellRow) }
}
