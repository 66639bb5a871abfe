import Pictures
import TerminalIO
import Testing

/// Names of points stand where they cover nothing.
@Suite struct LabelPlacementTests {
  private static let area = LabelPlacement.Box(lower: SIMD2(0, 0), upper: SIMD2(400, 200))

  private static func overlap(_ a: LabelPlacement.Box, _ b: LabelPlacement.Box) -> Bool {
    a.lower.x < b.upper.x && b.lower.x < a.upper.x && a.lower.y < b.upper.y && b.lower.y < a.upper.y
  }

  /// A point alone has its name at the right; at the right edge it is at the left, in a corner above or below.
  @Test(arguments: [(100.0, 100.0, 1.0), (390, 100, -1)])
  func besideAPointAlone(x: Double, y: Double, side: Double) throws {
    let box = try #require(
      LabelPlacement(points: [SIMD2(x, y)], sizes: [SIMD2(60, 12)], radius: 4, area: Self.area).boxes.first ?? nil)
    #expect(((box.lower.x + box.upper.x) / 2 - x) * side > 30 && box.lower.y == y - 6)
  }

  /// Four raters who are nearly alike, and a curve: every name is inside, covers no other name, no other point and no corner.
  @Test func amongNeighbours() throws {
    let points: [SIMD2<Double>] = [SIMD2(100, 60), SIMD2(112, 66), SIMD2(96, 74), SIMD2(380, 8)]
    let curve = (0..<20).map { SIMD2(Double($0) * 20, 150 - Double($0)) }
    let boxes = LabelPlacement(
      points: points, sizes: points.map { _ in SIMD2(60, 12) }, radius: 4, obstacles: curve, area: Self.area
    ).boxes.compactMap(\.self)
    try #require(boxes.count == points.count)
    for (place, box) in boxes.enumerated() {
      #expect(all(box.lower .>= Self.area.lower) && all(box.upper .<= Self.area.upper))
      for other in place + 1..<boxes.count { #expect(!Self.overlap(box, boxes[other])) }
      for point in points + curve {
        #expect(!Self.overlap(box, LabelPlacement.Box(lower: point - 1, upper: point + 1)))
      }
    }
    #expect(LabelPlacement(points: points, sizes: [nil, nil, nil, nil], radius: 4, area: Self.area).boxes.count == 4)
  }

  /// In letters two names that fall on one cell stand side by side.
  @Test func lettersDoNotHideOneAnother() {
    let points = ["anna", "ben", "cleo"].map { PointFigure.Point(x: 1, y: 1, label: $0, name: $0) }
    let figure = PointFigure(
      name: "froc", title: "found", description: "", xTitle: "false", yTitle: "found", points: points, xRange: 0...2,
      yRange: 0...2)
    let text = PointLines.lines(figure, width: 60, height: 9).dropLast().joined(separator: "\n")
    #expect(text.contains("bac") || text.contains("cab") || text.contains("bca"))
  }
}
