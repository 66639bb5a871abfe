import Segmenter
import Pictures
import TerminalIO

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
    guard [.sampleMean, .sampleVariance].contains(shown.id), scan.samples != nil else { return nil }
    return MapScale(title: shown.title, range: 0...shown.id.largestSampleValue, isMostlyLow: true, isOpen: false)
  }

  private static let steps = 12

  /// Two lines in the picture's upper left corner: what is shown, and its scale.
  func drawMapLegend(in area: Rectangle, on frame: inout Frame) {
    guard view.overlays.isShown(.uncertainty), let map = shownScale, area.height >= 10, area.width >= 40 else {
      return
    }
    let x = area.x + 1
    let y = area.y + 2
    let pen = Pen(.white, on: .black)
    frame.write(map.title, x: x, y: y, pen.bold, limit: area.width / 2)
    if interface.display.marksAreLetters {
      frame.write(letterLegend(map), x: x, y: y + 1, pen, limit: area.width - 2)
      return
    }
    var column = frame.write("\(Self.number(map, 0)) ", x: x, y: y + 1, pen)
    for step in 0..<Self.steps {
      let colour = HeatScale.colour(Float(step) / Float(Self.steps - 1))
      frame[column, y + 1] = Cell(glyph: " ", ink: colour, paper: colour)
      column += 1
    }
    let isOpen = map.isOpen ? Wording.atLeast(interface.display.glyphs) + " " : ""
    frame.write(" \(isOpen)\(Self.number(map, 1))", x: column, y: y + 1, pen)
  }

  /// "m below 0.50, M below 0.25", or the other way round.
  private func letterLegend(_ map: MapScale) -> String {
    let marksLow = !map.isMostlyLow
    let word = marksLow ? "below" : "from"
    let top = OverlayLook.topOfScale
    let (middle, high) = (OverlayLook.middleOfScale(top).letter, top.letter)
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
