package import TerminalIO

/// A figure of points as a picture on white.
package enum PointChart {
  private static let size = (width: 960, height: 640)
  /// Rows of the title, and of the label of the vertical axis.
  private static let top = 2 * PictureLetters.height + 40

  package static func raster(_ figure: PointFigure) -> Raster {
    var raster = Raster(width: size.width, height: size.height, filledWith: .white)
    PictureLetters.draw(figure.title, x: 20, y: 12, ink: ChartFrame.text, on: &raster)
    PictureLetters.draw(figure.yTitle, x: 20, y: 22 + PictureLetters.height, ink: ChartFrame.text, on: &raster)
    guard !figure.isEmpty,
      let frame = ChartFrame(
        x: 0, y: 0, width: size.width, height: size.height, top: top, xs: padded(figure.xRange),
        ys: padded(figure.yRange))
    else {
      PictureLetters.draw(
        "no case has both numbers", x: size.width / 3, y: size.height / 2, ink: ChartFrame.text, on: &raster)
      return raster
    }
    frame.draw(horizontalLabel: figure.xTitle, on: &raster)
    for line in figure.lines { draw(line, figure.xRange, frame, on: &raster) }
    for (number, curve) in figure.curves.enumerated() {
      draw(curve, ink: LineChart.inks[(number + 1) % LineChart.inks.count], frame, on: &raster)
    }
    for point in figure.points { draw(point, frame, on: &raster) }
    drawNames(figure, frame, on: &raster)
    return raster
  }

  /// So that no point lies on an axis.
  private static func padded(_ range: ClosedRange<Double>) -> [Double] {
    let edge = (range.upperBound - range.lowerBound) * 0.05
    return [range.lowerBound - edge, range.upperBound + edge]
  }

  private static func draw(
    _ line: PointFigure.Line, _ range: ClosedRange<Double>, _ frame: ChartFrame, on raster: inout Raster
  ) {
    let (ink, dash, thickness) =
      switch line.kind {
      case .zero: (ChartFrame.text, 0, 1)
      case .bias: (LineChart.inks[0], 0, 3)
      case .limit: (LineChart.inks[1], 8, 3)
      case .trend: (LineChart.inks[2], 3, 3)
      }
    let area = frame.area
    let (from, to) = (frame.horizontal.pixel(range.lowerBound), frame.horizontal.pixel(range.upperBound))
    for column in area.x..<(area.x + area.width) where dash == 0 || (column - area.x) / dash % 2 == 0 {
      let fraction = Double(column - from) / Double(max(1, to - from))
      let x = range.lowerBound + fraction * (range.upperBound - range.lowerBound)
      let row = frame.vertical.pixel(line.intercept + line.gradient * x)
      raster.fill(x: column, y: row - thickness / 2, width: 1, height: thickness, with: ink)
    }
    let row = frame.vertical.pixel(line.intercept + line.gradient * range.upperBound)
    PictureLetters.draw(
      line.label, x: area.x + area.width - PictureLetters.width(of: line.label), y: row - PictureLetters.height - 4,
      ink: ink, on: &raster)
  }

  private static func draw(_ curve: PointFigure.Curve, ink: RGB, _ frame: ChartFrame, on raster: inout Raster) {
    var previous: SIMD2<Double>?
    for point in curve.points where point.x.isFinite && point.y.isFinite {
      let here = SIMD2(Double(frame.horizontal.pixel(point.x)), Double(frame.vertical.pixel(point.y)))
      let start = previous ?? here
      let length = max(1, Int(max(abs(here.x - start.x), abs(here.y - start.y))))
      for step in 0...length {
        let place = start + (here - start) * (Double(step) / Double(length))
        raster.fill(x: Int(place.x.rounded()) - 1, y: Int(place.y.rounded()) - 1, width: 3, height: 3, with: ink)
      }
      previous = here
    }
  }

  /// A disc with a white edge, so that points that lie on one another are seen.
  private static func draw(_ point: PointFigure.Point, _ frame: ChartFrame, on raster: inout Raster) {
    let (x, y) = (frame.horizontal.pixel(point.x), frame.vertical.pixel(point.y))
    for (radius, ink) in [(7, RGB.white), (6, LineChart.inks[0])] {
      for row in -radius...radius {
        let half = Int(Double(radius * radius - row * row).squareRoot())
        raster.fill(x: x - half, y: y + row, width: 2 * half + 1, height: 1, with: ink)
      }
    }
  }

  /// The names of points and curves on white, so that no line of the grid runs through them.
  private static func drawNames(_ figure: PointFigure, _ frame: ChartFrame, on raster: inout Raster) {
    func place(_ x: Double, _ y: Double) -> SIMD2<Double> {
      SIMD2(Double(frame.horizontal.pixel(x)), Double(frame.vertical.pixel(y)))
    }
    let area = frame.area
    let named = figure.named
    let placement = LabelPlacement(
      points: named.map { place($0.x, $0.y) },
      sizes: named.map { point in
        point.name.map { SIMD2(Double(PictureLetters.width(of: $0)), Double(PictureLetters.height)) }
      }, radius: 7, obstacles: figure.curves.flatMap(\.points).map { place($0.x, $0.y) },
      area: LabelPlacement.Box(
        lower: SIMD2(Double(area.x), Double(area.y)),
        upper: SIMD2(Double(area.x + area.width), Double(area.y + area.height))))
    for (point, box) in zip(named, placement.boxes) {
      guard let name = point.name, let box else { continue }
      let (x, y) = (Int(box.lower.x.rounded()), Int(box.lower.y.rounded()))
      raster.fill(
        x: x - 2, y: y, width: PictureLetters.width(of: name) + 4, height: PictureLetters.height, with: .white)
      PictureLetters.draw(name, x: x, y: y, ink: ChartFrame.text, on: &raster)
    }
  }
}
