package import TerminalIO

/// Curves over one axis with ticks, labels and a legend, drawn into a raster on white. Curves differ in colour and in dashes.
package struct LineChart: Sendable {
  package struct Series: Sendable {
    package let name: String
    /// Points from left to right; what is not finite leaves a gap.
    package let points: [SIMD2<Double>]
    package let ink: RGB
    /// Pixels drawn and pixels left out, in turn; 0 draws all.
    package let dash: Int

    package init(name: String, points: [SIMD2<Double>], ink: RGB, dash: Int = 0) {
      self.name = name
      self.points = points
      self.ink = ink
      self.dash = dash
    }
  }

  package let horizontalLabel: String
  package let verticalLabel: String
  package let series: [Series]
  /// The part of the vertical axis that is drawn; nil takes in all points.
  package let verticalRange: ClosedRange<Double>?
  /// A place on the horizontal axis to mark, with what to write there.
  package let mark: (place: Double, text: String)?

  package init(
    horizontalLabel: String, verticalLabel: String, series: [Series], verticalRange: ClosedRange<Double>? = nil,
    mark: (place: Double, text: String)? = nil
  ) {
    self.horizontalLabel = horizontalLabel
    self.verticalLabel = verticalLabel
    self.series = series
    self.verticalRange = verticalRange
    self.mark = mark
  }

  /// Colours that stay apart for colour-blind eyes (Okabe and Ito, 2008).
  package static let inks = [
    RGB(red: 0x00, green: 0x72, blue: 0xb2), RGB(red: 0xd5, green: 0x5e, blue: 0x00),
    RGB(red: 0x00, green: 0x9e, blue: 0x73), RGB(red: 0xcc, green: 0x79, blue: 0xa7),
    RGB(red: 0x56, green: 0xb4, blue: 0xe9), RGB(red: 0xe6, green: 0x9f, blue: 0x00),
  ]
  private static let text = ChartFrame.text

  /// Draws into a rectangle, labels and legend included.
  package func draw(x: Int, y: Int, width: Int, height: Int, on raster: inout Raster) {
    let rows = legendRows(width: width - Self.legendMargin - PictureLetters.width(of: verticalLabel))
    let legend = rows.count * Self.legendRowHeight + 6
    guard
      let frame = ChartFrame(
        x: x, y: y, width: width, height: height, top: legend, xs: series.flatMap { $0.points.map(\.x) },
        ys: verticalRange.map { [$0.lowerBound, $0.upperBound] } ?? series.flatMap { $0.points.map(\.y) })
    else { return }
    let (area, horizontal, vertical) = (frame.area, frame.horizontal, frame.vertical)
    frame.draw(horizontalLabel: horizontalLabel, on: &raster)
    PictureLetters.draw(verticalLabel, x: x + 4, y: y + 4, ink: Self.text, on: &raster)
    for (number, row) in rows.enumerated() {
      drawLegend(
        row, x: area.x + PictureLetters.width(of: verticalLabel), y: y + 4 + number * Self.legendRowHeight, on: &raster)
    }
    if let mark, mark.place.isFinite {
      let column = horizontal.pixel(mark.place)
      for row in stride(from: area.y, to: area.y + area.height, by: 6) {
        raster.fill(x: column, y: row, width: 1, height: 3, with: Self.text)
      }
      let length = PictureLetters.width(of: mark.text)
      let hasRoom = column + 6 + length <= area.x + area.width
      PictureLetters.draw(
        mark.text, x: hasRoom ? column + 6 : column - 6 - length, y: area.y + area.height - PictureLetters.height - 8,
        ink: Self.text, on: &raster)
    }
    for one in series { draw(one, horizontal, vertical, on: &raster) }
  }

  private static let legendRowHeight = PictureLetters.height + 8
  /// What the vertical axis and its label take to the left of the legend, and the edge to its right.
  private static let legendMargin = 140

  private static func legendWidth(of one: Series) -> Int { 44 + PictureLetters.width(of: one.name) + 28 }

  /// As many names a row as the width holds.
  private func legendRows(width: Int) -> [[Series]] {
    var rows: [[Series]] = [[]]
    var used = 0
    for one in series {
      let needed = Self.legendWidth(of: one)
      if used + needed > width, used > 0 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(one)
      used += needed
    }
    return rows
  }

  private func drawLegend(_ row: [Series], x: Int, y: Int, on raster: inout Raster) {
    var x = x + 24
    for one in row {
      for column in 0..<36 where one.dash == 0 || column / one.dash % 2 == 0 {
        raster.fill(x: x + column, y: y + PictureLetters.height / 2 - 1, width: 1, height: 3, with: one.ink)
      }
      PictureLetters.draw(one.name, x: x + 44, y: y, ink: Self.text, on: &raster)
      x += Self.legendWidth(of: one)
    }
  }

  private func draw(_ one: Series, _ horizontal: ChartAxis, _ vertical: ChartAxis, on raster: inout Raster) {
    var previous: SIMD2<Double>?
    var drawn = 0
    for point in one.points {
      guard point.x.isFinite, point.y.isFinite else {
        previous = nil
        continue
      }
      let here = SIMD2(Double(horizontal.pixel(point.x)), Double(vertical.pixel(point.y)))
      let start = previous ?? here
      let length = max(1, Int(max(abs(here.x - start.x), abs(here.y - start.y))))
      for step in 0...length {
        let place = start + (here - start) * (Double(step) / Double(length))
        if one.dash == 0 || drawn / one.dash % 2 == 0 {
          raster.fill(x: Int(place.x.rounded()) - 1, y: Int(place.y.rounded()) - 1, width: 3, height: 3, with: one.ink)
        }
        drawn += 1
      }
      previous = here
    }
  }
}
