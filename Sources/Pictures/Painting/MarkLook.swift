package import TerminalIO

/// How a mark looks where a cell shows one.
package struct MarkLook: Sendable, Hashable {
  /// The strokes that say without colour what is marked, as a glyph and in pixels.
  package var hatch: Unicode.Scalar?
  package var stroke: PictureHatch
  /// What a cell says where there are no colours.
  package var letter: Unicode.Scalar
  package var ink: RGB
  /// Which of several marks in a cell speaks for it: the larger first.
  package var rank: Int
  /// The raters who drew what is marked, a bit each.
  package var raters: UInt64 = 0
  /// Whether the prediction has it too.
  package var isPredicted = false
  /// Whether it marks a value of a map, which a scale of colours tells.
  package var isMap = false

  /// What the letter is written with, where no colour tells the rest.
  package var attributes: Cell.Attributes { isPredicted ? [.bold, .underline] : [.bold] }

  /// Whether the mark is no colour, so that it may become a grey of the palette.
  var isNeutral: Bool { ink.red == ink.green && ink.green == ink.blue }

  /// Strokes are dark throughout, so that they do not turn from dark to light within a region.
  package var hatchInk: RGB { ink.mixed(with: .black, amount: 0.8) }

  /// What dark strokes are drawn on: tissue with its tint, and on dark tissue more of the tint.
  package func hatchPaper(_ tinted: RGB) -> RGB {
    let missing = 0.35 - tinted.luminance
    return missing > 0 ? tinted.mixed(with: ink, amount: min(1, missing / 0.35 + 0.3)) : tinted
  }
}

extension MarkLook {
  init(_ look: OverlayLook, _ theme: Theme) {
    self.init(
      hatch: look.hatch, stroke: look.stroke, letter: look.letter, ink: theme[look.role], rank: look.rank)
    if case .rater(let index) = look.part { raters = 1 << UInt64(index) }
    isPredicted = look.part == .prediction
  }

  /// A region of the disagreement map. 1 and 2 for what one rater drew, b for both, p for the prediction; where the
  /// prediction is there too, the letter grows: I and Z (a large 1 and 2) and B.
  init(_ region: DisagreementRegion, _ theme: Theme) {
    let look: (hatch: Unicode.Scalar, stroke: PictureHatch, letter: Unicode.Scalar) =
      switch region {
      case .onlyRater1: ("╱", .rising, "1")
      case .onlyRater2: ("╲", .falling, "2")
      case .bothRaters: ("╳", .crossed, "b")
      case .onlyPrediction: ("·", .dots, "p")
      case .rater1AndPrediction: ("▞", .rising, "I")
      case .rater2AndPrediction: ("▚", .falling, "Z")
      case .all: ("╳", .crossed, "B")
      }
    self.init(
      hatch: look.hatch, stroke: look.stroke, letter: look.letter, ink: theme.colour(of: region),
      rank: region == .onlyPrediction ? 2 : 3, raters: UInt64(region.rawValue & 3),
      isPredicted: region.rawValue & 4 != 0)
  }

  /// What a rater shares with the prediction.
  fileprivate var withPrediction: MarkLook {
    var look = self
    look.letter = letter == "1" ? "I" : letter == "2" ? "Z" : letter
    look.isPredicted = true
    return look
  }
}

/// The looks of all marks of a picture, by the textures of its samples.
package struct MarkLooks: Sendable {
  private let looks: [MarkLook]

  /// - Parameter overlays: those that the picture's samples were painted with.
  package init(_ overlays: [DrawnOverlay], theme: Theme) {
    let nothing = MarkLook(hatch: nil, stroke: .none, letter: " ", ink: theme.text, rank: 0)
    let crosshair = MarkLook(hatch: nil, stroke: .none, letter: "+", ink: .white, rank: 0)
    let raters = overlays.reduce(into: UInt64(0)) { raters, overlay in
      if case .rater(let index) = overlay.look.part { raters |= 1 << UInt64(index) }
    }
    var both = MarkLook(.bothRaters, theme)
    both.raters |= raters
    var looks = [nothing, crosshair, both, both]
    looks[3].letter = "B"
    looks[3].isPredicted = true
    looks += DisagreementRegion.allCases.map { MarkLook($0, theme) }
    for overlay in overlays {
      var look = MarkLook(overlay.look, theme)
      if case .values = overlay.content { look.isMap = true }
      guard case .values(.scaled) = overlay.content else {
        looks += [look, look.withPrediction]
        continue
      }
      var middle = MarkLook(OverlayLook.middleOfScale(overlay.look), theme)
      middle.isMap = true
      looks += [look, middle]
    }
    self.looks = looks
  }

  package subscript(texture: PaintedSample.Texture) -> MarkLook {
    looks.indices.contains(Int(texture.rawValue)) ? looks[Int(texture.rawValue)] : looks[0]
  }
}

extension OverlayLook {
  /// What stands out on a scale of colours, and what lies half way to it.
  package static let topOfScale = OverlayLook(.entropy, letter: "M", hatch: "▓", stroke: .dense, rank: 1, part: .below)

  package static func middleOfScale(_ top: OverlayLook) -> OverlayLook {
    OverlayLook(top.role, letter: "m", hatch: "▒", rank: top.rank, part: top.part)
  }
}
