import Pictures
import Segmenter
import Settings
import TerminalIO
import Testing

@Suite struct ExperimentChartTests {
  private let figure = ExperimentFigure(
    title: "Dice against the noise rate", horizontalLabel: "noise rate", verticalLabel: "percent",
    curves: [
      .init(name: "U-Net", points: [SIMD2(0.2, 60), SIMD2(0.8, 20)]),
      .init(name: "MCPM", points: [SIMD2(0.2, 60), SIMD2(0.5, 60), SIMD2(0.8, 60)]),
    ])

  /// The first curve lies on top; letters tell the curves apart without colour.
  @Test func linesForATerminal() {
    let lines = ExperimentChart.lines(figure, width: 44, height: 5, style: .plain)
    #expect(
      lines.joined(separator: "\n") == """
        Dice against the noise rate: percent
        60 |aaaaabbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
           |     aaaaaaaaaa
           |               aaaaaaaaaa
           |                         aaaaaaaaaa
        20 |                                   aaaaa
            0.2                                  0.8
            noise rate
            a U-Net   b MCPM
        """)
    let coloured = ExperimentChart.lines(figure, width: 44, height: 5, style: .colours)
    #expect(coloured.count == lines.count && coloured[1].contains("\u{1B}[34ma"))
  }

  @Test func figuresThatCannotBeDrawnAreNot() {
    let point = ExperimentFigure(
      title: "", horizontalLabel: "", verticalLabel: "", curves: [.init(name: "one", points: [SIMD2(1, 1)])])
    #expect(ExperimentChart.lines(point, width: 80, height: 10, style: .plain).isEmpty)
    #expect(ExperimentChart.lines(figure, width: 30, height: 10, style: .plain).isEmpty)
  }

  @Test func picturesStandBelowEachOther() throws {
    let one = ExperimentChart.raster([figure])
    let two = ExperimentChart.raster([figure, figure])
    #expect(two.height == 2 * one.height && two.width == one.width)
    for ink in LineChart.inks.prefix(2) {
      #expect(two.pixels.count { $0 == ink } == 2 * one.pixels.count { $0 == ink })
      #expect(one.pixels.count { $0 == ink } > 500)
    }
  }

  /// A legend of many names takes several rows and pushes the curves down.
  @Test func legendsWrap() {
    func height(_ count: Int) -> Int {
      let curves = (0..<count).map {
        ExperimentFigure.Curve(name: "a long method name \($0)", points: [[0, 0], [1, 1]])
      }
      let raster = ExperimentChart.raster([
        ExperimentFigure(title: "", horizontalLabel: "", verticalLabel: "", curves: curves)
      ])
      // The vertical axis begins below the legend.
      let ink = RGB(red: 0x20, green: 0x20, blue: 0x20)
      return (0..<raster.width).map { x in (0..<raster.height).count { raster[x, $0] == ink } }.max() ?? 0
    }
    #expect(height(2) > height(6) && height(6) > height(10))
  }
}
