package import Segmenter
import VolumeModel
package import TerminalIO

/// The figures of an experiment as a picture, one below the other, and as lines of text.
package enum ExperimentChart {
  private static let size = (width: 960, height: 380)

  /// Curves differ in colour, and in dashes too.
  package static func raster(_ figures: [ExperimentFigure]) -> Raster {
    let room = PictureLetters.height + 24
    var raster = Raster(
      width: size.width, height: max(1, figures.count) * (size.height + room), filledWith: .white)
    for (number, figure) in figures.enumerated() {
      let top = number * (size.height + room)
      PictureLetters.draw(
        figure.title, x: 20, y: top + 14, ink: RGB(red: 0x20, green: 0x20, blue: 0x20), on: &raster)
      LineChart(
        horizontalLabel: figure.horizontalLabel, verticalLabel: figure.verticalLabel,
        series: figure.curves.enumerated().map { place, curve in
          LineChart.Series(
            name: curve.name, points: curve.points, ink: LineChart.inks[place % LineChart.inks.count],
            dash: [0, 6, 3, 12][place % 4])
        }
      ).draw(x: 0, y: top + room, width: size.width, height: size.height, on: &raster)
    }
    return raster
  }

  /// Writes the picture, in place of an earlier one.
  package static func write(_ figures: [ExperimentFigure], to path: String) throws {
    guard !figures.isEmpty else { return }
    try OutputFile.write(try pngData(raster(figures)), to: path, force: true)
  }

  /// A figure for a terminal: curves in letters, so that they are told apart without colour.
  package static func lines(_ figure: ExperimentFigure, width: Int, height: Int, style: CurveLines.Style) -> [String] {
    let points = figure.curves.flatMap(\.points)
    guard width >= 40, height >= 3, let left = points.map(\.x).min(), let right = points.map(\.x).max(),
      let low = points.map(\.y).min(), let high = points.map(\.y).max(), right > left
    else { return [] }
    let labels = [ChartAxis.plain(high), ChartAxis.plain(low)]
    let margin = (labels.map(\.count).max() ?? 0) + 2
    var canvas = [[(letter: Character, curve: Int)?]](
      repeating: [(letter: Character, curve: Int)?](repeating: nil, count: width - margin), count: height)
    // The first curve lies on top.
    for (place, curve) in figure.curves.enumerated().reversed() {
      for column in 0..<(width - margin) {
        let x = left + (right - left) * Double(column) / Double(width - margin - 1)
        guard let y = value(of: curve.points, at: x) else { continue }
        let fraction = high > low ? (y - low) / (high - low) : 0.5
        let row = Int(((1 - fraction) * Double(height - 1)).rounded())
        canvas[min(max(row, 0), height - 1)][column] = (letter(place), place)
      }
    }
    var lines = [figure.title + ": " + figure.verticalLabel]
    for (row, cells) in canvas.enumerated() {
      let label = row == 0 ? labels[0] : row == height - 1 ? labels[1] : ""
      var line = String(repeating: " ", count: margin - 2 - label.count) + label + " |"
      for cell in cells { line += cell.map { painted(String($0.letter), $0.curve, style) } ?? " " }
      while line.last == " " { line.removeLast() }
      lines.append(line)
    }
    let (from, to) = (ChartAxis.plain(left), ChartAxis.plain(right))
    let gap = max(1, width - margin - from.count - to.count)
    lines.append(String(repeating: " ", count: margin) + from + String(repeating: " ", count: gap) + to)
    lines.append(String(repeating: " ", count: margin) + figure.horizontalLabel)
    let names = figure.curves.enumerated().map { place, curve in
      painted("\(letter(place)) \(curve.name)", place, style)
    }
    lines.append(String(repeating: " ", count: margin) + names.joined(separator: "   "))
    return lines
  }

  private static func letter(_ place: Int) -> Character {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return letters[place % letters.count]
  }

  private static func painted(_ text: String, _ place: Int, _ style: CurveLines.Style) -> String {
    guard style == .colours else { return text }
    return "\u{1B}[\([34, 33, 32, 35, 36, 31][place % 6])m\(text)\u{1B}[39m"
  }

  /// On the straight line between neighbours; nil outside the curve.
  private static func value(of points: [SIMD2<Double>], at x: Double) -> Double? {
    guard let first = points.first, let last = points.last, x >= first.x - 1e-9, x <= last.x + 1e-9 else { return nil }
    guard let after = points.firstIndex(where: { $0.x >= x }), after > 0 else {
      return x <= first.x ? first.y : last.y
    }
    let (from, to) = (points[after - 1], points[after])
    return to.x > from.x ? from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x) : to.y
  }
}
