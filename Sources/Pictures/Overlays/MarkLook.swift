package import TerminalIO

/// How a mark looks where a cell shows one: its hatch, its letter and its ink.
package struct MarkLook: Sendable {
  package let theme: Theme
  /// Whether textures stand for the regions of the disagreement map.
  package let mapsRegions: Bool

  package init(theme: Theme, mapsRegions: Bool) {
    self.theme = theme
    self.mapsRegions = mapsRegions
  }

  /// The strokes that say without colour what is marked.
  package func hatch(_ texture: PaintedSample.Texture) -> Unicode.Scalar? {
    switch texture {
    case .onlyRater1: "╱"
    case .onlyRater2: "╲"
    case .bothRaters, .bothRatersPredicted: "╳"
    case .onlyRater1Predicted: mapsRegions ? "▞" : "╱"
    case .onlyRater2Predicted: mapsRegions ? "▚" : "╲"
    case .prediction: "·"
    case .softRim: "░"
    case .uncertain, .weighed, .mapMiddle: "▒"
    case .mapHigh: "▓"
    case .further: "="
    case .adjudicated: "+"
    case .none, .crosshair: nil
    }
  }

  /// 1 and 2 for what one rater drew, b for both, s for the soft rim, p for the prediction; where the prediction is there
  /// too, the letter grows: I and Z (a large 1 and 2) and B. u where the prediction is uncertain, w where a
  /// loss weighs much, m and M for what stands out on a map of a training, a for the adjudicated mask.
  package static func letter(_ texture: PaintedSample.Texture) -> Unicode.Scalar {
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
    case .weighed: "w"
    case .mapMiddle: "m"
    case .mapHigh: "M"
    case .further: "c"
    case .adjudicated: "a"
    case .crosshair: "+"
    }
  }

  package func ink(_ texture: PaintedSample.Texture) -> RGB {
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
    case .uncertain, .weighed, .mapMiddle, .mapHigh: theme.entropy
    case .further: theme.text
    case .adjudicated: theme.agreed
    case .none: theme.text
    }
  }

  /// The ink of a hatch on a tinted paper: on bright tissue a light hatch would vanish, so it turns dark there.
  package func hatchInk(_ texture: PaintedSample.Texture, on paper: RGB) -> RGB {
    let colour = ink(texture)
    return paper.luminance > 0.55
      ? colour.mixed(with: .black, amount: 0.75) : paper.mixed(with: colour, amount: 0.85)
  }

  /// What a mark's letter is written with, where no colour tells the rest.
  package static func attributes(_ texture: PaintedSample.Texture) -> Cell.Attributes {
    switch texture {
    case .prediction, .onlyRater1Predicted, .onlyRater2Predicted, .bothRatersPredicted: [.bold, .underline]
    default: [.bold]
    }
  }
}
