import Segmenter
import Pictures
import TerminalIO

/// What the colours, or the letters, of a map mean.
extension Viewer {
  private static let steps = 12

  /// Two lines in the picture's upper left corner: what is shown, and its scale.
  func drawMapLegend(in area: Rectangle, on frame: inout Frame) {
    guard view.overlays.isShown(.uncertainty), let map = shownPixelMap, area.height >= 10, area.width >= 40 else {
      return
    }
    let x = area.x + 1
    let y = area.y + 2
    let pen = Pen(.white, on: .black)
    let epoch = scan.pixelMaps?.epoch.map { ", epoch \($0)" } ?? ""
    frame.write("\(Wording.title(map.kind))\(epoch)", x: x, y: y, pen.bold, limit: area.width / 2)
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
    let isOpen = map.kind == .loss ? Wording.atLeast(interface.display.glyphs) + " " : ""
    frame.write(" \(isOpen)\(Self.number(map, 1))", x: column, y: y + 1, pen)
  }

  /// "m below 0.50, M below 0.25", or the other way round.
  private func letterLegend(_ map: PixelMap) -> String {
    let marksLow = !map.isMostlyLow
    let word = marksLow ? "below" : "from"
    let top = OverlayLook.topOfScale
    let (middle, high) = (OverlayLook.middleOfScale(top).letter, top.letter)
    return "\(middle) \(word) \(Self.number(map, 0.5)), \(high) \(word) \(Self.number(map, marksLow ? 0.25 : 0.75)) "
      + "of \(Self.number(map, 0)) to \(Self.number(map, 1))"
  }

  /// The value at a fraction of the scale, with the digits that its span asks for.
  private static func number(_ map: PixelMap, _ fraction: Float) -> String {
    let extent = map.range.upperBound - map.range.lowerBound
    let value = map.range.lowerBound + fraction * extent
    if value == value.rounded() { return Wording.fixed(Double(value), 0) }
    return Wording.fixed(Double(value), extent >= 0.2 ? 2 : extent >= 0.02 ? 3 : 4)
  }
}
