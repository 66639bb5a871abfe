/// Where the names of points stand in a plot: beside them, where they cover no other point, name or curve if there is such a
/// place.
package struct LabelPlacement {
  /// A rectangle in the plot's units, y downwards.
  package struct Box: Sendable {
    package let lower: SIMD2<Double>
    package let upper: SIMD2<Double>

    package init(lower: SIMD2<Double>, upper: SIMD2<Double>) {
      self.lower = lower
      self.upper = upper
    }

    init(around centre: SIMD2<Double>, radius: Double) {
      self.init(lower: centre - radius, upper: centre + radius)
    }

    /// The area that both cover.
    func overlap(_ other: Box) -> Double {
      let shared = pointwiseMin(upper, other.upper) - pointwiseMax(lower, other.lower)
      return max(0, shared.x) * max(0, shared.y)
    }

    var area: Double { (upper.x - lower.x) * (upper.y - lower.y) }
  }

  /// The place of each name, in the order of the points; nil for points without one.
  package let boxes: [Box?]

  /// - Parameters:
  ///   - points: their middles.
  ///   - sizes: of the names; nil for points without one.
  ///   - radius: of the points.
  ///   - obstacles: other places that names should not cover, as the corners of a curve.
  ///   - area: what names should not leave.
  package init(
    points: [SIMD2<Double>], sizes: [SIMD2<Double>?], radius: Double, obstacles: [SIMD2<Double>] = [], area: Box
  ) {
    let marks = points.map { Box(around: $0, radius: radius) } + obstacles.map { Box(around: $0, radius: radius / 2) }
    var taken: [Box] = []
    var boxes: [Box?] = []
    for (point, size) in zip(points, sizes) {
      guard let size else {
        boxes.append(nil)
        continue
      }
      // Right, left, above and below, then the corners: the first of those that cover least.
      let gap = radius + 4
      let best = [(1.0, 0.0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)].map { x, y in
        let middle = point + SIMD2(x * (gap + size.x / 2), y * (gap + size.y / 2))
        return Box(lower: middle - size / 2, upper: middle + size / 2)
      }.map { box in
        let covered = marks.reduce(0) { $0 + box.overlap($1) } + taken.reduce(0) { $0 + box.overlap($1) }
        return (box: box, cost: covered + box.area - box.overlap(area))
      }.min { $0.cost < $1.cost }
      boxes.append(best?.box)
      if let best { taken.append(best.box) }
    }
    self.boxes = boxes
  }
}
