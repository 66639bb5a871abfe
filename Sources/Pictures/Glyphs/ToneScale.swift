import TerminalIO

/// One way to make a cell look evenly grey: a glyph that inks a fraction of it, and two greys.
struct Tone: Sendable, Hashable {
  let glyph: Unicode.Scalar
  let ink: UInt8
  let paper: UInt8
  /// The mean brightness of the cell, 0 to 255.
  let value: Float
}

/// The greys of a screen: which single grey, and which even tone made of two greys, comes nearest to a brightness.
struct ToneScale: Sendable {
  /// For each brightness the nearest grey that ink or paper can have.
  let greys: [UInt8]
  /// The same as numbers to reckon with.
  let greyValues: [Float]
  /// The greys that there are, where they are few.
  let available: [UInt8]
  /// For each brightness the nearest even tone; none where a cell can have any grey.
  let tones: [Tone]

  /// What is no brighter than this is black: the noise of air is not seen, and costs bytes.
  private static let black = 2

  /// - Parameter greyLevels: With 24-bit colour greys are brought to so many steps: fewer cost fewer bytes.
  init(display: DisplayProfile, greyLevels: Int) {
    if display.colors == .trueColor {
      let steps = Float(max(2, greyLevels) - 1)
      greys = (0...255).map { grey in
        grey <= Self.black ? 0 : UInt8(((Float(grey) / 255 * steps).rounded() / steps * 255).rounded())
      }
      greyValues = greys.map(Float.init)
      tones = []
      available = []
      return
    }
    let available = Self.available(display.colors)
    greys = (0...255).map { wanted in
      available.min { abs(Int($0) - wanted) < abs(Int($1) - wanted) } ?? 0
    }
    greyValues = greys.map(Float.init)
    self.available = available
    guard !display.hasFineColours else {
      tones = []
      return
    }
    var choices = available.map { Tone(glyph: " ", ink: $0, paper: $0, value: Float($0)) }
    for coverage in Self.coverages(display.glyphs) where coverage.fraction > 0 {
      for paper in available {
        for ink in available where ink != paper {
          let value = Float(paper) + coverage.fraction * (Float(ink) - Float(paper))
          choices.append(Tone(glyph: coverage.glyph, ink: ink, paper: paper, value: value))
        }
      }
    }
    tones = (0...255).map { wanted in
      // Of tones equally near the one whose ink differs least from its paper looks the most even.
      func cost(_ tone: Tone) -> Float {
        let distance = tone.value - Float(wanted)
        let contrast = Float(tone.ink) - Float(tone.paper)
        return distance * distance + 0.01 * contrast * contrast
      }
      return choices.min { cost($0) < cost($1) } ?? choices[0]
    }
  }

  /// The greys of a palette; without colours, none and full ink.
  private static func available(_ depth: ColorDepth) -> [UInt8] {
    let numbers: ClosedRange<UInt8>
    switch depth {
    case .trueColor, .palette256: numbers = 16...255
    case .palette16: numbers = 0...15
    case .palette8: numbers = 0...7
    case .monochrome: return [0, 255]
    }
    let colours = numbers.map(PaletteMatcher.color)
    return Set(colours.filter { $0.red == $0.green && $0.green == $0.blue }.map(\.red)).sorted()
  }

  /// A glyph and the fraction of its cell that it inks.
  struct Coverage: Sendable, Hashable {
    let glyph: Unicode.Scalar
    let fraction: Float
  }

  /// The glyph for a density, 0 to 1 of what the fullest glyph inks.
  static func density(_ density: Float, in glyphs: GlyphSet) -> Unicode.Scalar {
    nearestCoverage(to: min(1, max(0, density)) * (coverages(glyphs).last?.fraction ?? 1), in: glyphs).glyph
  }

  /// Glyphs for even tones, from empty to full.
  static func coverages(_ glyphs: GlyphSet) -> [Coverage] { glyphs == .ascii ? letters : shades }

  private static let shades = [
    Coverage(glyph: " ", fraction: 0), Coverage(glyph: "░", fraction: 0.25), Coverage(glyph: "▒", fraction: 0.5),
    Coverage(glyph: "▓", fraction: 0.75), Coverage(glyph: "█", fraction: 1),
  ]

  /// Measured on DejaVu Sans Mono, Noto Mono and Noto Sans Mono (mean of the three, of a cell of ascent plus descent).
  /// Letters that name marks are left out, and so are those that hardly differ from others: an even area would flicker
  /// between them.
  private static let letters = [
    Coverage(glyph: " ", fraction: 0), Coverage(glyph: ".", fraction: 0.024), Coverage(glyph: ":", fraction: 0.043),
    Coverage(glyph: "+", fraction: 0.088), Coverage(glyph: "x", fraction: 0.134), Coverage(glyph: "o", fraction: 0.161),
    Coverage(glyph: "#", fraction: 0.216), Coverage(glyph: "@", fraction: 0.265),
  ]

  static func nearestCoverage(to fraction: Float, in glyphs: GlyphSet) -> Coverage {
    let choices = coverages(glyphs)
    return choices.min { abs($0.fraction - fraction) < abs($1.fraction - fraction) } ?? choices[0]
  }
}
