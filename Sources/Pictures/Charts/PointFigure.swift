/// Points over two axes with lines across: a plot of a study, before it is drawn as SVG, as a picture or as text.
package struct PointFigure: Sendable {
  package struct Point: Sendable {
    package let x: Double
    package let y: Double
    /// What the point is, in a sentence.
    package let label: String
    /// A name that stands beside the point; nil for one of many.
    package let name: String?

    package init(x: Double, y: Double, label: String, name: String? = nil) {
      self.x = x
      self.y = y
      self.label = label
      self.name = name
    }
  }

  /// A straight line across the plot.
  package struct Line: Sendable {
    package enum Kind: String, Sendable {
      case zero, bias, limit, trend
    }

    package let intercept: Double
    package let gradient: Double
    package let label: String
    package let kind: Kind

    package init(intercept: Double, gradient: Double = 0, label: String, kind: Kind) {
      self.intercept = intercept
      self.gradient = gradient
      self.label = label
      self.kind = kind
    }
  }

  /// A curve through points, from left to right.
  package struct Curve: Sendable {
    package let label: String
    package let points: [SIMD2<Double>]

    package init(label: String, points: [SIMD2<Double>]) {
      self.label = label
      self.points = points
    }
  }

  /// What its file is called, without the ending.
  package let name: String
  package let title: String
  /// What is seen, in a sentence, for those who do not see it.
  package let description: String
  package let xTitle: String
  package let yTitle: String
  /// Those with both numbers.
  package let points: [Point]
  package let lines: [Line]
  package let curves: [Curve]
  /// Where the axes reach at least.
  package let xRange: ClosedRange<Double>
  package let yRange: ClosedRange<Double>

  /// - Parameters:
  ///   - xRange, yRange: what the axes hold beside the points.
  package init(
    name: String, title: String, description: String, xTitle: String, yTitle: String, points: [Point],
    lines: [Line] = [], curves: [Curve] = [], xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil
  ) {
    let known = points.filter { $0.x.isFinite && $0.y.isFinite }
    self.name = name
    self.title = title
    self.description = description
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.points = known
    self.lines = lines.filter { $0.intercept.isFinite && $0.gradient.isFinite }
    self.curves = curves
    func hull(_ values: [Double], _ range: ClosedRange<Double>?) -> ClosedRange<Double> {
      let all = values + (range.map { [$0.lowerBound, $0.upperBound] } ?? [])
      let (low, high) = (all.min() ?? 0, all.max() ?? 1)
      return high > low ? low...high : low - 0.5...low + 0.5
    }
    let drawn = curves.flatMap(\.points)
    self.xRange = hull(known.map(\.x) + drawn.map(\.x), xRange)
    self.yRange = hull(
      known.map(\.y) + drawn.map(\.y) + self.lines.filter { $0.gradient == 0 }.map(\.intercept), yRange)
  }

  /// The points, and the ends of the curves with what the curves are called: what may have a name beside it.
  package var named: [Point] {
    points
      + curves.compactMap { curve in
        curve.points.last { $0.x.isFinite && $0.y.isFinite }.map {
          Point(x: $0.x, y: $0.y, label: curve.label, name: curve.label)
        }
      }
  }

  /// Whether there is anything to draw.
  package var isEmpty: Bool { points.isEmpty && curves.allSatisfy(\.points.isEmpty) }
}
