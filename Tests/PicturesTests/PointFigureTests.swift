import Pictures
import TerminalIO
import Testing

/// Figures of points as letters and as pictures.
@Suite struct PointFigureTests {
  private static func figure(lines: [PointFigure.Line] = [], names: [String?] = [nil, nil, nil]) -> PointFigure {
    let places: [(Double, Double)] = [(0, 0), (10, 1), (10, 1)]
    let points = zip(places, names).map { place, name in
      PointFigure.Point(x: place.0, y: place.1, label: "a case", name: name)
    }
    return PointFigure(
      name: "dice-anna", title: "anna", description: "three cases", xTitle: "ml", yTitle: "Dice",
      points: points + [PointFigure.Point(x: .nan, y: 0.5, label: "no volume")], lines: lines)
  }

  @Test func lettersStandWhereThePointsAre() {
    let lines = PointLines.lines(Self.figure(), width: 43, height: 5)
    // Two points fall together; the one without a number is left out.
    #expect(lines.count == 8 && lines[0] == "anna: Dice")
    #expect(lines[1] == "1 |" + String(repeating: " ", count: 39) + "@")
    #expect(lines[3] == "  |" && lines[5] == "0 |o")
    #expect(lines[6] == "   0" + String(repeating: " ", count: 37) + "10" && lines[7] == "   ml")
    #expect(PointLines.lines(Self.figure(), width: 20, height: 5).isEmpty)
  }

  @Test func linesAndNamesAreExplained() {
    let bias = PointFigure.Line(intercept: 0.5, label: "bias 0.50", kind: .bias)
    let lines = PointLines.lines(Self.figure(lines: [bias], names: ["anna", "ben", nil]), width: 43, height: 5)
    #expect(lines[3] == "  |" + String(repeating: "=", count: 40))
    #expect(lines.last == "   = bias 0.50   a anna   b ben")
  }

  @Test func aPictureHasADiscForEveryPlace() {
    let raster = PointChart.raster(Self.figure())
    var blue = 0
    for y in 0..<raster.height { for x in 0..<raster.width where raster[x, y] == LineChart.inks[0] { blue += 1 } }
    // Two discs of radius 6, counted row by row.
    #expect(blue == 2 * (13 + 2 * (11 + 11 + 11 + 9 + 7 + 1)))
    let empty = PointFigure(name: "e", title: "e", description: "", xTitle: "", yTitle: "", points: [])
    #expect(empty.isEmpty && PointChart.raster(empty).width == raster.width)
  }

  @Test func aHeatTableIsDarkWhereNumbersAreLarge() {
    let raster = HeatTable.raster(title: "Dice", names: ["anna", "ben"], values: [[nil, 1], [0, nil]])
    var full = 0
    for y in 0..<raster.height { for x in 0..<raster.width where raster[x, y] == LineChart.inks[4] { full += 1 } }
    #expect(full > 1000)
  }
}
