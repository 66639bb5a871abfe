package import Pictures
import TerminalIO

extension DisplayProfile {
  /// Every number of colours with every set of glyphs.
  package static let rungs = ColorDepth.allCases.flatMap { colors in
    GlyphSet.allCases.map { DisplayProfile(colors: colors, glyphs: $0) }
  }
}
