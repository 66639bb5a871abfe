import Foundation
import Segmenter
import Pictures
import TerminalIO
import VolumeModel

/// The scale of a heat overlay: what it shows, and which colours, or letters, stand for which numbers.
private struct HeatLegend {
  var title: String
  let low: String
  let high: String
  /// The colour at a fraction of the scale.
  let colour: (Float) -> RGB
  /// What the letters mean where there are no colours.
  let letters: String
}

/// What a map that is drawn by a scale of colours spans.
struct MapScale {
  let title: String
  let range: ClosedRange<Float>
  /// Whether what is high is rare, and so what is marked for eyes without colour.
  let isMostlyLow: Bool
  /// Whether there are values above the range.
  let isOpen: Bool
}

/// What the colours, or the letters, of a map mean.
extension Viewer {
  /// The scale of the map that the place of the uncertainty shows; nil where it shows none, or one without colours.
  var shownScale: MapScale? {
    if let map = shownPixelMap {
      let epoch = scan.pixelMaps?.epoch.map { ", epoch \($0)" } ?? ""
      return MapScale(
        title: "\(Wording.title(map.kind))\(epoch)", range: map.range, isMostlyLow: map.isMostlyLow,
        isOpen: map.kind == .loss)
    }
    let shown = overlay(.uncertainty)
    guard [.sampleMean, .sampleVariance].contains(shown.id), let samples = scan.samples else { return nil }
    return MapScale(title: shown.title, range: samples.range(of: shown.id), isMostlyLow: true, isOpen: false)
  }

  private static let steps = 12

  /// Two lines in the picture's upper left corner: what is shown, and its scale.
  func drawMapLegend(in area: Rectangle, on frame: inout Frame) {
    guard area.height >= 10, area.width >= 40, let legend = heatLegend else { return }
    let x = area.x + 1
    let y = area.y + 2
    let pen = Pen(.white, on: .black)
    frame.write(legend.title, x: x, y: y, pen.bold, limit: area.width / 2)
    if interface.display.marksAreLetters {
      frame.write(legend.letters, x: x, y: y + 1, pen, limit: area.width - 2)
      return
    }
    var column = frame.write("\(legend.low) ", x: x, y: y + 1, pen)
    for step in 0..<Self.steps {
      let colour = legend.colour(Float(step) / Float(Self.steps - 1))
      frame[column, y + 1] = Cell(glyph: " ", ink: colour, paper: colour)
      column += 1
    }
    frame.write(" \(legend.high)", x: column, y: y + 1, pen)
  }

  /// The scale of the heat overlay that is shown, the upper one of two; nil where there is none.
  private var heatLegend: HeatLegend? {
    if view.overlays.isShown(.other), let votes = votesLegend { return votes }
    guard view.overlays.isShown(.uncertainty), missing(.uncertainty) == nil else { return nil }
    if let map = shownScale { return legend(of: map) }
    let row = overlay(.uncertainty)
    guard row.content(in: self) != nil else { return nil }
    let opacity = view.overlays[.uncertainty].opacity
    let ink = interface.theme[row.look.role]
    // Over tissue of a middle grey, as most of it is.
    func colour(_ strength: Float) -> RGB {
      RGB(red: 90, green: 90, blue: 90).mixed(with: ink, amount: opacity * Double(strength))
    }
    if let weights = lossWeights {
      let (low, high) = (weights.map.background, weights.map.range.upperBound)
      // Lesions are drawn from a fifth of the strength on; half of it is marked.
      let marked = low * pow(max(1, high / max(low, 1e-300)), (0.5 - 0.2) / 0.8)
      return HeatLegend(
        title: weights.title, low: Wording.weight(low), high: "\(Wording.weight(high)), logarithmic",
        colour: { colour(0.2 + 0.8 * $0) },
        letters:
          "\(row.look.letter) above \(Wording.weight(marked)) of \(Wording.weight(low)) to \(Wording.weight(high))")
    }
    guard row.id == .uncertainty else { return nil }
    return HeatLegend(
      title: "entropy of the prediction", low: "0", high: "1 bit", colour: colour,
      letters: "\(row.look.letter) above 0.5 of 0 to 1 bit")
  }

  private var votesLegend: HeatLegend? {
    guard scan.consensus.voteCounts != nil, overlay(.other).id == .votes else { return nil }
    let most = max(2, scan.raters.count)
    let (middle, high) = Self.letters
    func votes(_ fraction: Double) -> String { Wording.fixed(1 + fraction * Double(most - 1), 1) }
    return HeatLegend(
      title: "votes of \(most) raters", low: "1", high: "\(most)", colour: HeatScale.colour,
      letters: "\(middle) from \(votes(0.5)), \(high) from \(votes(0.75)) of 1 to \(most) votes")
  }

  private static var letters: (middle: Unicode.Scalar, high: Unicode.Scalar) {
    let top = OverlayLook.topOfScale
    return (OverlayLook.middleOfScale(top).letter, top.letter)
  }

  private func legend(of map: MapScale) -> HeatLegend {
    let isOpen = map.isOpen ? Wording.atLeast(interface.display.glyphs) + " " : ""
    return HeatLegend(
      title: map.title, low: Self.number(map, 0), high: "\(isOpen)\(Self.number(map, 1))",
      colour: HeatScale.colour, letters: letterLegend(map))
  }

  /// "m below 0.50, M below 0.25", or the other way round.
  private func letterLegend(_ map: MapScale) -> String {
    let marksLow = !map.isMostlyLow
    let word = marksLow ? "below" : "from"
    let (middle, high) = Self.letters
    return "\(middle) \(word) \(Self.number(map, 0.5)), \(high) \(word) \(Self.number(map, marksLow ? 0.25 : 0.75)) "
      + "of \(Self.number(map, 0)) to \(Self.number(map, 1))"
  }

  /// The value at a fraction of the scale, with the digits that its span asks for.
  private static func number(_ map: MapScale, _ fraction: Float) -> String {
    let extent = map.range.upperBound - map.range.lowerBound
    let value = map.range.lowerBound + fraction * extent
    if value == value.rounded() { return Wording.fixed(Double(value), 0) }
    return Wording.fixed(Double(value), extent >= 0.2 ? 2 : extent >= 0.02 ? 3 : 4)
  }
}
