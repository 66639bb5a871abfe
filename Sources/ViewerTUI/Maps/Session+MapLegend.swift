import Segmenter

/// What the colours, or the letters, of a map mean.
extension Session {
  private static let steps = 12

  /// Two lines in the picture's upper left corner: what is shown, and its scale.
  func drawMapLegend(in area: Rectangle, on frame: inout Frame) {
    guard layers.isShown(.entropy), let map = shownPixelMap, area.height >= 10, area.width >= 40 else { return }
    let x = area.x + 1
    let y = area.y + 2
    let pen = Pen(.white, on: .black)
    let epoch = pixelMaps?.epoch.map { ", epoch \($0)" } ?? ""
    frame.write("\(Wording.title(map.kind))\(epoch)", x: x, y: y, pen.bold, limit: area.width / 2)
    if display.marksAreLetters {
      frame.write(letterLegend(map), x: x, y: y + 1, pen, limit: area.width - 2)
      return
    }
    let highest = Self.number(map.highest)
    var column = frame.write("0 ", x: x, y: y + 1, pen)
    for step in 0..<Self.steps {
      let colour = HeatScale.colour(Float(step) / Float(Self.steps - 1))
      frame[column, y + 1] = Cell(glyph: " ", ink: colour, paper: colour)
      column += 1
    }
    frame.write(" \(map.kind == .loss ? Wording.atLeast(display.glyphs) + " " : "")\(highest)", x: column, y: y + 1, pen)
  }

  /// "m below 0.50, M below 0.25", or the other way round.
  private func letterLegend(_ map: PixelMap) -> String {
    let marksLow = !map.isMostlyLow
    let word = marksLow ? "below" : "from"
    func value(_ share: Float) -> String { Self.number(share * map.highest) }
    let (middle, high) = (MarkLook.letter(.mapMiddle), MarkLook.letter(.mapHigh))
    return "\(middle) \(word) \(value(0.5)), \(high) \(word) \(value(marksLow ? 0.25 : 0.75)) of \(value(1))"
  }

  private static func number(_ value: Float) -> String {
    value == value.rounded() ? Wording.fixed(Double(value), 0) : Wording.fixed(Double(value), 2)
  }
}
