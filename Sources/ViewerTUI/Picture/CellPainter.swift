/// Turns painted samples into cells on the rung of the ladder that the screen can show.
package struct CellPainter: Sendable {
  package let display: DisplayProfile
  package let theme: Theme
  /// Whether textures stand for the regions of the disagreement map, which have colours of their own.
  package let mapsRegions: Bool

  package init(display: DisplayProfile, theme: Theme, mapsRegions: Bool = false) {
    self.display = display
    self.theme = theme
    self.mapsRegions = mapsRegions
  }

  /// What a region of the disagreement map looks like on black, for its legend.
  func legendCell(_ region: DisagreementRegion, isAgreement: Bool) -> Cell {
    let ink = theme.colour(of: region)
    if !display.drawsHalfBlocks { return Cell(glyph: Self.letter(region.texture), ink: ink, paper: .black, attributes: .bold) }
    if isAgreement { return Cell(glyph: " ", ink: ink, paper: RGB.black.mixed(with: ink, amount: 0.35)) }
    return Cell(glyph: hatch(region.texture) ?? " ", ink: ink, paper: RGB.black.mixed(with: ink, amount: 0.4))
  }

  /// Draws samples (`columns` a row, as many rows as the area has cells times the samples a cell) into `area`.
  package func draw(_ samples: [PaintedSample], columns: Int, in area: Rectangle, of frame: inout Frame) {
    for row in 0..<area.height {
      for column in 0..<min(columns, area.width) {
        let x = area.x + column
        let y = area.y + row
        if display.drawsHalfBlocks {
          frame[x, y] = halfBlock(
            samples[2 * row * columns + column], samples[(2 * row + 1) * columns + column])
        } else {
          frame[x, y] = shade(samples[row * columns + column])
        }
      }
    }
  }

  // MARK: - Two samples a cell

  private func halfBlock(_ upper: PaintedSample, _ lower: PaintedSample) -> Cell {
    if upper.isHatched, upper.texture == lower.texture, let glyph = hatch(upper.texture) {
      let paper = upper.colour.mixed(with: lower.colour, amount: 0.5)
      return Cell(glyph: glyph, ink: hatchInk(upper.texture, on: paper), paper: paper)
    }
    if upper.colour == lower.colour { return Cell(glyph: " ", ink: upper.colour, paper: upper.colour) }
    return Cell(glyph: "▀", ink: upper.colour, paper: lower.colour)
  }

  private func hatchInk(_ texture: PaintedSample.Texture, on paper: RGB) -> RGB {
    let colour = markInk(texture)
    // On bright tissue a light hatch would vanish, so it turns dark there.
    return paper.luminance > 0.55
      ? colour.mixed(with: .black, amount: 0.75) : paper.mixed(with: colour, amount: 0.85)
  }

  private func hatch(_ texture: PaintedSample.Texture) -> Unicode.Scalar? {
    switch texture {
    case .onlyRater1: "╱"
    case .onlyRater2: "╲"
    case .bothRaters, .bothRatersPredicted: "╳"
    case .onlyRater1Predicted: mapsRegions ? "▞" : "╱"
    case .onlyRater2Predicted: mapsRegions ? "▚" : "╲"
    case .prediction: "·"
    case .softRim: "░"
    case .uncertain: "▒"
    case .adjudicated: "+"
    case .none, .crosshair: nil
    }
  }

  // MARK: - One sample a cell

  /// Brightness as the density of a glyph. Marks are letters without colour, and keep the density in their own colour with it.
  private func shade(_ sample: PaintedSample) -> Cell {
    let hasColours = display.colors != .monochrome
    let letter = Self.letter(sample.texture)
    guard let brightness = sample.brightness else {
      return Cell(glyph: " ", ink: theme.text, paper: .black)
    }
    let ramp = display.glyphs == .ascii || !hasColours ? Self.letters : Self.shades
    let density = display.hasDarkBackground ? brightness : 1 - brightness
    let glyph = ramp[min(ramp.count - 1, Int(density * Float(ramp.count)))]
    if sample.texture == .none { return Cell(glyph: glyph, ink: .white, paper: .black) }
    var attributes: Cell.Attributes = [.bold]
    if sample.texture.isPredicted { attributes.insert(.underline) }
    if hasColours, !sample.isHatched, sample.texture != .crosshair, glyph != " " {
      return Cell(glyph: glyph, ink: markInk(sample.texture), paper: .black, attributes: attributes)
    }
    return Cell(glyph: letter, ink: markInk(sample.texture), paper: .black, attributes: attributes)
  }

  private func markInk(_ texture: PaintedSample.Texture) -> RGB {
    switch texture {
    case .onlyRater1Predicted where mapsRegions: theme.rater1Predicted
    case .onlyRater2Predicted where mapsRegions: theme.rater2Predicted
    case .bothRatersPredicted where mapsRegions: theme.agreed
    case .onlyRater1, .onlyRater1Predicted: theme.rater1
    case .onlyRater2, .onlyRater2Predicted: theme.rater2
    case .bothRaters, .bothRatersPredicted: theme.both
    case .softRim: theme.soft
    case .prediction: theme.prediction
    case .crosshair: theme.crosshair
    case .uncertain: theme.entropy
    case .adjudicated: theme.agreed
    case .none: theme.text
    }
  }

  private static let letters: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]
  private static let shades: [Unicode.Scalar] = [" ", "░", "▒", "▓", "█"]

  /// 1 and 2 for what one rater drew, b for both, s for the soft rim, p for the prediction; where the prediction is there
  /// too, the letter grows: I and Z (a large 1 and 2) and B. u where the prediction is uncertain, a for the
  /// adjudicated mask.
  private static func letter(_ texture: PaintedSample.Texture) -> Unicode.Scalar {
    switch texture {
    case .none: " "
    case .onlyRater1: "1"
    case .onlyRater1Predicted: "I"
    case .onlyRater2: "2"
    case .onlyRater2Predicted: "Z"
    case .bothRaters: "b"
    case .bothRatersPredicted: "B"
    case .softRim: "s"
    case .prediction: "p"
    case .uncertain: "u"
    case .adjudicated: "a"
    case .crosshair: "+"
    }
  }
}

extension PaintedSample.Texture {
  var isPredicted: Bool {
    switch self {
    case .prediction, .onlyRater1Predicted, .onlyRater2Predicted, .bothRatersPredicted: true
    default: false
    }
  }
}
