import Foundation
import Pictures

/// A figure of points as SVG, in the colours of its page.
struct ScatterPlot {
  let plot: PointFigure

  private static let (width, height) = (420.0, 280.0)
  private static let (left, right, top, bottom) = (56.0, 12.0, 14.0, 44.0)

  /// The picture with its title under it; a sentence where there is nothing to draw.
  var figure: HTMLMarkup {
    guard !plot.isEmpty else {
      return .element("figure", [:], [.element("figcaption", [:], "\(plot.title): no case has both numbers")])
    }
    return .element("figure", ["id": "plot-\(plot.name)"], [svg, .element("figcaption", [:], plot.title)])
  }

  private var svg: HTMLMarkup {
    let xs = Ticks([plot.xRange.lowerBound, plot.xRange.upperBound])
    let ys = Ticks([plot.yRange.lowerBound, plot.yRange.upperBound])
    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
      (
        Self.left + xs.fraction(x) * (Self.width - Self.left - Self.right),
        Self.top + (1 - ys.fraction(y)) * (Self.height - Self.top - Self.bottom)
      )
    }
    var parts: [HTMLMarkup] = [.element("title", [:], plot.title), .element("desc", [:], plot.description)]
    for tick in xs.values {
      let at = place(tick, ys.lower)
      parts.append(segment("grid", (at.x, Self.top), at))
      parts.append(words(Ticks.text(tick), x: at.x, y: at.y + 15, anchor: "middle"))
    }
    for tick in ys.values {
      let at = place(xs.lower, tick)
      parts.append(segment("grid", at, (Self.width - Self.right, at.y)))
      parts.append(words(Ticks.text(tick), x: at.x - 6, y: at.y + 4, anchor: "end"))
    }
    for line in plot.lines {
      let ends = [xs.lower, xs.upper].map {
        place($0, min(max(line.intercept + line.gradient * $0, ys.lower), ys.upper))
      }
      parts.append(segment(line.kind.rawValue, ends[0], ends[1], label: line.label))
    }
    for curve in plot.curves {
      let places = curve.points.map { place($0.x, $0.y) }
      let path = places.map { "\(Self.text($0.x)),\(Self.text($0.y))" }.joined(separator: " ")
      parts.append(
        .element("polyline", ["class": "curve", "points": path], [.element("title", [:], curve.label)]))
    }
    for point in plot.points {
      let at = place(point.x, point.y)
      parts.append(
        .element(
          "circle", ["class": "point", "cx": Self.text(at.x), "cy": Self.text(at.y), "r": "4"],
          [.element("title", [:], point.label)]))
    }
    parts += names { place($0, $1) }
    let middle = Self.top + (Self.height - Self.top - Self.bottom) / 2
    parts.append(
      words(
        plot.xTitle, x: (Self.left + Self.width - Self.right) / 2, y: Self.height - 8, anchor: "middle", kind: "axis"))
    parts.append(
      .element(
        "text",
        [
          "class": "axis", "text-anchor": "middle",
          "transform": "translate(14 \(Self.text(middle))) rotate(-90)",
        ], plot.yTitle))
    return .element(
      "svg", ["role": "img", "viewBox": "0 0 \(Self.text(Self.width)) \(Self.text(Self.height))"], parts)
  }

  /// The names of points and curves, after all that they could lie under.
  private func names(_ place: (Double, Double) -> (x: Double, y: Double)) -> [HTMLMarkup] {
    func middle(_ x: Double, _ y: Double) -> SIMD2<Double> {
      let at = place(x, y)
      return SIMD2(at.x, at.y)
    }
    // Letters of 11 pixels are about 6.5 wide.
    let named = plot.named
    let placement = LabelPlacement(
      points: named.map { middle($0.x, $0.y) },
      sizes: named.map { point in point.name.map { SIMD2(6.5 * Double($0.count), 12) } }, radius: 4,
      obstacles: plot.curves.flatMap(\.points).map { middle($0.x, $0.y) },
      area: LabelPlacement.Box(lower: SIMD2(Self.left, 0), upper: SIMD2(Self.width, Self.height - Self.bottom)))
    return zip(named, placement.boxes).compactMap { point, box in
      guard let name = point.name, let box else { return nil }
      return words(
        name, x: (box.lower.x + box.upper.x) / 2, y: box.upper.y - 2.5, anchor: "middle", kind: "tick name")
    }
  }

  private func segment(
    _ kind: String, _ start: (x: Double, y: Double), _ end: (x: Double, y: Double), label: String? = nil
  ) -> HTMLMarkup {
    .element(
      "line",
      [
        "class": kind, "x1": Self.text(start.x), "y1": Self.text(start.y), "x2": Self.text(end.x),
        "y2": Self.text(end.y),
      ], label.map { [.element("title", [:], $0)] } ?? [])
  }

  private func words(_ text: String, x: Double, y: Double, anchor: String, kind: String = "tick") -> HTMLMarkup {
    .element("text", ["class": kind, "x": Self.text(x), "y": Self.text(y), "text-anchor": anchor], text)
  }

  private static func text(_ value: Double) -> String { String(format: "%.1f", value) }
}

/// Round numbers along an axis.
struct Ticks {
  let lower: Double
  let upper: Double
  let values: [Double]

  /// Steps of 1, 2 or 5 times a power of ten, about five over the range of some numbers.
  init(_ numbers: [Double]) {
    let known = numbers.filter(\.isFinite)
    let (least, most) = (known.min() ?? 0, known.max() ?? 1)
    let span = most > least ? most - least : max(abs(most), 1)
    let power = pow(10, (log10(span / 5)).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * power }.first { span / $0 <= 5 } ?? 10 * power
    let first = (least / step).rounded(.down)
    let last = max((most / step).rounded(.up), first + 1)
    lower = first * step
    upper = last * step
    values = (0...Int(min(last - first, 20))).map { (first + Double($0)) * step }
  }

  /// 0 at the lower, 1 at the upper end.
  func fraction(_ value: Double) -> Double { (value - lower) / (upper - lower) }

  static func text(_ value: Double) -> String {
    // Without the minus of a rounded zero.
    abs(value) < 1e-12 ? "0" : String(format: "%.4g", value)
  }
}
