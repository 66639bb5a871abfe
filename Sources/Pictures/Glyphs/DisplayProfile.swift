package import TerminalIO

/// What the screen can show, as detected or forced.
package struct DisplayProfile: Sendable, Hashable {
  package var colors: ColorDepth
  package var glyphs: GlyphSet
  /// Height of a cell over its width.
  package var cellAspect: Double
  package var hasDarkBackground: Bool
  /// Width and height of a cell in pixels where pictures are drawn in pixels; nil where they are drawn in glyphs.
  package var cellPixels: SIMD2<Int>?
  /// Whether ASCII letters in few colours or none follow edges, rather than be a calm scale of densities.
  package var lettersFollowEdges = false

  package init(
    colors: ColorDepth = .trueColor, glyphs: GlyphSet = .halfBlocks, cellAspect: Double = 2,
    hasDarkBackground: Bool = true, cellPixels: SIMD2<Int>? = nil
  ) {
    self.colors = colors
    self.glyphs = glyphs
    self.cellAspect = cellAspect
    self.hasDarkBackground = hasDarkBackground
    self.cellPixels = cellPixels
  }

  /// How many samples of the picture a cell holds across (x) and down (y): as many as its glyphs can tell apart.
  package var samplesPerCell: SIMD2<Int> { glyphs.samplesPerCell }

  /// Height of a sample over its width on the screen.
  package var sampleAspect: Double {
    cellAspect * Double(samplesPerCell.x) / Double(samplesPerCell.y)
  }

  /// Whether marks are letters, since colour or hatches are missing.
  package var marksAreLetters: Bool { colors == .monochrome || glyphs == .ascii }

  /// Whether a cell can have any colour, or one so near that shades of grey stay apart.
  package var hasFineColours: Bool { colors == .trueColor || colors == .palette256 }

  /// Whether colours are too few to say everything: hatches say it too.
  package var hasFewHues: Bool { colors == .palette8 || colors == .monochrome }

  /// Whether greys are so few that even areas would fall into bands.
  var hasFewGreys: Bool { colors == .palette16 || colors == .palette8 }
}

extension GlyphSet {
  /// Samples across and down that tell all glyphs of the set apart: twelfths where thirds and halves of a cell's height,
  /// or the strokes of letters, are to be told.
  package var samplesPerCell: SIMD2<Int> {
    switch self {
    case .sextants, .ascii: SIMD2(2, 6)
    case .octants: SIMD2(2, 4)
    case .quadrants, .halfBlocks: SIMD2(2, 2)
    }
  }
}
