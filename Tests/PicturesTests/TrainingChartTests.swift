import Foundation
import Pictures
import Segmenter
import Settings
import TerminalIO
import Testing

@Suite struct TrainingChartTests {
  private func epochs(_ count: Int, loss: (Int) -> Double, dice: (Int) -> Double) -> [EpochRecord] {
    (1...count).map { epoch in
      EpochRecord(
        epoch: epoch, loss: loss(epoch), validationLoss: loss(epoch) + 0.1, validationDice: dice(epoch),
        bestDice: dice(epoch), bestEpoch: epoch, slicesPerSecond: 1, elapsedSeconds: 1)
    }
  }

  /// The rows in which an ink stands in a column, from the top.
  private func rows(of ink: RGB, inColumn x: Int, of raster: Raster) -> [Int] {
    (0..<raster.height).filter { raster[x, $0] == ink }
  }

  @Test("a rising Dice climbs, a falling loss sinks, each in its own colour and half")
  func curves() throws {
    let raster = TrainingChart.raster(epochs(40, loss: { 1 - Double($0) / 50 }, dice: { Double($0) / 50 }))
    let training = LineChart.inks[0]
    let dice = LineChart.inks[2]
    let (left, right) = (raster.width / 4, raster.width * 3 / 4)
    let early = try #require(rows(of: training, inColumn: left, of: raster).last)
    let late = try #require(rows(of: training, inColumn: right, of: raster).last)
    #expect(early < late && late < raster.height / 2)
    let low = try #require(rows(of: dice, inColumn: left, of: raster).last)
    let high = try #require(rows(of: dice, inColumn: right, of: raster).last)
    #expect(low > high && high > raster.height / 2)
    // Validation is told apart from training without colour too: it is dashed.
    let validation = (0..<raster.width).map { !rows(of: LineChart.inks[1], inColumn: $0, of: raster).isEmpty }
    let changes = zip(validation, validation.dropFirst()).count { $0 != $1 }
    #expect(changes > 40)
  }

  @Test(
    "one epoch, equal values and values that are not finite draw without fault",
    arguments: [
      [0.5], [0.5, 0.5, 0.5], [.nan, .infinity, 0.25], [.nan], [1e30, 1e-30],
    ])
  func unusualValues(values: [Double]) throws {
    let records = epochs(values.count, loss: { values[$0 - 1] }, dice: { _ in 0.5 })
    let raster = TrainingChart.raster(records)
    #expect(try pngData(raster).count > 1000)
  }

  @Test func linesForATerminal() {
    let records = epochs(30, loss: { 1 - Double($0) / 31 }, dice: { Double($0) / 31 })
    let plain = CurveLines.lines(records, width: 40, height: 6, style: .plain)
    #expect(plain.count == 6)
    #expect(plain.allSatisfy { $0.count <= 40 && $0.unicodeScalars.allSatisfy(\.isASCII) })
    #expect(plain[0].hasPrefix("1 .") && plain[4].hasPrefix("0 *"))
    #expect(plain[5].contains(". training loss") && plain[5].contains("* validation Dice"))
    let coloured = CurveLines.lines(records, width: 40, height: 6, style: .colours)
    #expect(coloured.count == 6 && coloured[0].contains("\u{1B}[33m") && coloured[0].hasSuffix("\u{1B}[39m"))
    #expect(CurveLines.lines(records, width: 10, height: 6, style: .plain).isEmpty)
    #expect(CurveLines.lines([], width: 80, height: 6, style: .plain).isEmpty)
  }
}
