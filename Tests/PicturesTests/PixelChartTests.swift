import Pictures
import TerminalIO
import Testing

/// Charts in pixels, as the viewer's panel shows them.
@Suite struct PixelChartTests {
  private static let ink = RGB(red: 200, green: 40, blue: 0)
  private static let paper = RGB(red: 16, green: 16, blue: 24)
  private static let rule = RGB(red: 40, green: 40, blue: 48)

  private static func curves(_ values: [Double], width: Int = 60, height: Int = 41) -> Raster {
    CurvePlot(series: [.init(values: values, ink: ink, asciiMark: "*")])
      .raster(width: width, height: height, lineWidth: 2, paper: paper, rule: rule)
  }

  /// The middle of the rows in which a column is drawn in the ink; nil where there is none.
  private static func height(of raster: Raster, column: Int) -> Double? {
    let rows = (0..<raster.height).filter { raster[column, $0] == ink }
    return rows.isEmpty ? nil : Double(rows.reduce(0, +)) / Double(rows.count)
  }

  @Test("a level curve lies at its value in every column", arguments: [0, 0.25, 0.5, 0.9, 1])
  func level(value: Double) throws {
    let raster = Self.curves([Double](repeating: value, count: 7))
    for column in 2..<58 {
      let row = try #require(Self.height(of: raster, column: column))
      #expect(abs(row - (1 - value) * 40) <= 2)
    }
  }

  @Test func aRisingCurveClimbsWithoutAGap() throws {
    let raster = Self.curves((0...10).map { Double($0) / 10 })
    let rows = try (2..<58).map { try #require(Self.height(of: raster, column: $0)) }
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0 >= $1 && $0 - $1 < 3 })
    #expect(rows[0] - rows[55] > 34)
  }

  @Test(
    "what is no number leaves a gap, and nothing else fails",
    arguments: [
      [0.2, .nan, 0.2], [.nan], [.infinity], [],
    ])
  func gaps(values: [Double]) {
    let raster = Self.curves(values)
    #expect(Self.height(of: raster, column: 30) == nil)
    #expect(raster[30, 10] == Self.paper)
  }

  @Test("sizes at which nothing can be drawn", arguments: [(0, 0), (1, 1), (3, 2), (0, 20)])
  func smallSizes(width: Int, height: Int) {
    let raster = Self.curves([0, 1], width: width, height: height)
    #expect(raster.width == width && raster.height == height)
    let rows = HistogramRows(rows: [.init(counts: [1, 2], ink: Self.ink)], mark: (0.5, .white))
    #expect(rows.raster(width: width, rowHeight: height, paper: Self.paper, rule: Self.rule).height == height)
  }

  @Test func barsAreAsHighAsTheirCounts() {
    let white = RGB.white
    let chart = HistogramRows(
      rows: [[0, 10, 5, 1000, 0, 0, 0, 500], [0, 0, 0, 0]].map { .init(counts: $0, ink: Self.ink) },
      mark: (0.55, white))
    let raster = chart.raster(width: 80, rowHeight: 22, paper: Self.paper, rule: Self.rule)
    #expect(raster.width == 80 && raster.height == 44)
    func bar(_ column: Int, _ row: Int) -> Int {
      (row * 22..<row * 22 + 21).count { raster[column, $0] != Self.paper }
    }
    // Bars against the peak of 1000, which is 20 pixels high; what occurs at all is seen.
    #expect(bar(5, 0) == 0 && bar(15, 0) == 1 && bar(25, 0) == 1 && bar(35, 0) == 20 && bar(75, 0) == 10)
    #expect((0..<40).allSatisfy { bar($0, 1) == 0 })
    // The mark goes through all rows at its place.
    #expect((0..<44).allSatisfy { raster[44, $0] == white && raster[45, $0] == white && raster[47, $0] != white })
  }
}
