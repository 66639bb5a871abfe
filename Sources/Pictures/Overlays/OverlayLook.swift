/// What an overlay looks like whatever its settings: its colour, and what says the same without colour.
package struct OverlayLook: Sendable, Hashable {
  package let role: ThemeRole
  /// The strokes over what is marked.
  package let hatch: Unicode.Scalar?
  package let stroke: PictureHatch
  /// What a cell says where there are no colours.
  package let letter: Unicode.Scalar
  /// Which of several marks in a cell speaks for it: the larger first.
  package let rank: Int
  package let part: Part

  /// What an overlay is to the others in the picture.
  package enum Part: Sendable, Hashable {
    /// Raters are painted together: what one of them drew, what all drew, and what the prediction shares with them.
    case rater(Int)
    case prediction
    /// Below the raters; the disagreement map leaves it out.
    case below
    /// Over all others, in the disagreement map too.
    case above
  }

  package init(
    _ role: ThemeRole, letter: Unicode.Scalar, hatch: Unicode.Scalar?, stroke: PictureHatch = .dots, rank: Int = 3,
    part: Part = .above
  ) {
    self.role = role
    self.letter = letter
    self.hatch = hatch
    self.stroke = stroke
    self.rank = rank
    self.part = part
  }
}

extension OverlayLook {
  package static func rater(_ index: Int) -> OverlayLook {
    let strokes: [(Unicode.Scalar, PictureHatch)] = [("╱", .rising), ("╲", .falling), ("│", .upright), ("─", .level)]
    let (hatch, stroke) = strokes[index % strokes.count]
    return OverlayLook(
      .rater(index), letter: Unicode.Scalar(UInt8(ascii: "1") + UInt8(index % 9)), hatch: hatch, stroke: stroke,
      part: .rater(index))
  }

  package static let prediction = OverlayLook(.prediction, letter: "p", hatch: "·", rank: 2, part: .prediction)
  package static let adjudicated = OverlayLook(.adjudicated, letter: "a", hatch: "+")
}
