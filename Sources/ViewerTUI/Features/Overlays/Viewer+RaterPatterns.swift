import Pictures
import TerminalIO
import VolumeModel

/// The map of which raters drew a voxel.
extension Viewer {
  struct PatternLook {
    let letter: Unicode.Scalar
    let hatch: Unicode.Scalar
    let stroke: PictureHatch
  }

  /// More patterns than these cannot be told apart; the last stands for all rarer ones.
  static let patternLooks = [
    PatternLook(letter: "A", hatch: "╱", stroke: .rising), PatternLook(letter: "B", hatch: "╲", stroke: .falling),
    PatternLook(letter: "C", hatch: "│", stroke: .upright), PatternLook(letter: "D", hatch: "─", stroke: .level),
    PatternLook(letter: "E", hatch: "·", stroke: .dots), PatternLook(letter: "F", hatch: "╳", stroke: .crossed),
  ]

  /// Each pattern hatched in its own way, and in the colour of the rater, or of all of them, where it has one.
  var patternOverlays: [DrawnOverlay] {
    guard overlay(.other).id == .patterns else { return [] }
    return zip(scan.consensus.patterns, Self.patternLooks).map { pattern, look in
      DrawnOverlay(
        .mask(pattern.mask),
        look: OverlayLook(
          role(of: pattern), letter: look.letter, hatch: look.hatch, stroke: look.stroke, part: .below),
        settings: OverlaySettings(isVisible: true, opacity: view.overlays[.other].opacity, style: .hatch))
    }
  }

  private func role(of pattern: RaterPattern) -> ThemeRole {
    guard let raters = pattern.raters else { return .other }
    return raters.count == scan.raters.count ? .both : raters.count == 1 ? .rater(raters[0]) : .other
  }

  /// A line a pattern in the picture's upper left corner: its strokes or letter, who drew it, and how much.
  func drawPatternLegend(in area: Rectangle, on frame: inout Frame) {
    guard view.overlays.isShown(.other), overlay(.other).id == .patterns, area.height >= 12, area.width >= 40 else {
      return
    }
    for (line, (pattern, look)) in zip(scan.consensus.patterns, Self.patternLooks).enumerated() {
      let y = area.y + 2 + line
      let mark = interface.display.marksAreLetters ? look.letter : look.hatch
      frame[area.x + 1, y] = Cell(glyph: mark, ink: interface.theme[role(of: pattern)], paper: .black)
      frame.write(
        " \(pattern.name)  \(Wording.millilitres(pattern.mask)) ", x: area.x + 2, y: y, Pen(.white, on: .black),
        limit: area.width / 2)
    }
  }
}
