import Foundation
import Segmenter
import Testing
import VolumeModel

/// Tables out of results that were made by hand.
@Suite struct ExperimentReportTests {
  private func scan(_ name: String, _ rater1: Double, _ rater2: Double? = nil) throws -> ScanResult {
    func reference(_ name: String, _ dice: Double) -> String {
      #"{"name": "\#(name)", "dice": \#(dice), "precision": 0.5, "recall": 0.25}"#
    }
    let references = [reference("rater1", rater1)] + (rater2.map { [reference("rater2", $0)] } ?? [])
    let text = #"{"name": "\#(name)", "references": [\#(references.joined(separator: ", "))]}"#
    return try JSONDecoder().decode(ScanResult.self, from: Data(text.utf8))
  }

  private func cell(_ condition: String, _ leftOut: String, _ seed: Int, _ scans: [ScanResult]) throws -> CellResult {
    let text = """
      {"condition": "\(condition)", "left_out": "\(leftOut)", "seed": \(seed), "binarisation_threshold": 0.5,
       "validation_dice": 0.7, "seconds": 1, "scans": []}
      """
    var cell = try JSONDecoder().decode(CellResult.self, from: Data(text.utf8))
    cell.scans = scans
    return cell
  }

  private func results(_ cells: [CellResult], seeds: Int = 2) -> ExperimentResults {
    var setting = ExperimentSetting.quick(.softMask)
    setting.seeds = seeds
    setting.sizes = [1, 1.2]
    setting.labels = [0.3]
    return ExperimentResults(
      cells, setting: setting, scansOfPatient: ["p": ["a"], "q": ["b", "c"]], simulatedRaters: ["a": ["machine"]])
  }

  private func cells() throws -> [CellResult] {
    var cells: [CellResult] = []
    for (condition, gain) in [("binary", 0.0), ("size-1.2_label-0.3", 0.1)] {
      for seed in [1, 2] {
        let more = gain + (seed == 2 ? 0.02 : 0)
        cells.append(try cell(condition, "p", seed, [scan("a", 0.6 + more, 0.5 + more)]))
        cells.append(try cell(condition, "q", seed, [scan("b", 0.2 + more), scan("c", 0.4 + more)]))
      }
    }
    return cells
  }

  /// (0.6 + (0.2 + 0.4) / 2) / 2 = 45 %, not the 40 % of three scans alike; the other seed 2 more; rater 2 of one scan
  /// alone.
  @Test func scansAreAveragedWithinPatientsFirst() throws {
    let text = ExperimentReport(results(try cells())).text(width: 200)
    let lines = text.split(separator: "\n").map(String.init)
    let binary = try #require(lines.first { $0.hasPrefix("100 %") })
    #expect(binary.contains("46.0 +- 1.4") && binary.contains("51.0 +- 1.4") && binary.hasSuffix("46.9"))
    let soft = try #require(lines.first { $0.hasPrefix("120 %") })
    #expect(soft.contains("56.0 +- 1.4") && soft.contains("61.0 +- 1.4") && soft.hasSuffix("50.6"))
    #expect(lines.contains { $0.hasPrefix("SIMULATED, not drawn by a person: a: machine") })
    #expect(lines.contains { $0.hasPrefix("One patient left out at a time: p (1 scan), q (2 scans)") })
    let test = try #require(lines.first { $0.hasPrefix("120 %, label 0.3") })
    // Two patients, of whom one has two scans that are no observations of their own: Wilcoxon's exact p is 2 / 4.
    let words = test.split(separator: " ")
    #expect(words.contains("2") && words.contains("+10.000") && words.contains("0.500"))
  }

  /// A seed without all patients is not a seed of the table.
  @Test func anUnfinishedSeedIsLeftOut() throws {
    let report = ExperimentReport(results(try cells().filter { $0.seed == 1 || $0.leftOut == "p" }))
    let cell = try #require(report.tables[0].rows.first?.cells.first)
    #expect(cell.measured?.count == 1)
    #expect(abs((cell.measured?.mean ?? 0) - 45) < 1e-9)
    #expect(ExperimentReport(results([])).tables[0].rows.allSatisfy { $0.cells.allSatisfy { $0.measured == nil } })
  }

  @Test func curvesFollowTheTable() throws {
    let figures = ExperimentReport(results(try cells())).figures
    let size = try #require(figures.first)
    #expect(figures.count == 1, "one label makes no curve")
    let dice = try #require(size.curves.first { $0.name == "Dice R1" })
    #expect(dice.points.map(\.x) == [100, 120])
    #expect(zip(dice.points.map(\.y), [46, 56]).allSatisfy { abs($0 - $1) < 1e-9 })
  }

  /// Two scans, one seed: detection curves over both.
  @Test func lossTablesTellSmallLesionsApart() throws {
    var setting = ExperimentSetting.quick(.loss)
    setting.seeds = 1
    setting.losses = [.diceSquared]
    func found(_ diameter: Double, _ dice: Double, _ score: Double?) -> DetectionRecord.TrueLesion {
      DetectionRecord.TrueLesion(diameterMM: diameter, dice: dice, score: score)
    }
    var (a, b) = (try scan("a", 0.5), try scan("b", 0.7))
    a.detection = DetectionRecord(lesions: [found(3, 0, nil), found(10, 0.8, 4)], falsePositives: [])
    b.detection = DetectionRecord(lesions: [found(4, 0.4, 4), found(12, 0.6, 4)], falsePositives: [])
    let results = ExperimentResults(
      [try cell("dice-squared", "p", 1, [a]), try cell("dice-squared", "q", 1, [b])], setting: setting,
      scansOfPatient: ["p": ["a"], "q": ["b"]])
    let table = ExperimentReport(results).tables[0]
    #expect(table.rows.map(\.name) == ["DL", "iwDL"])
    let numbers = table.rows[0].cells.map { $0.measured?.mean }
    func near(_ place: Int, _ value: Double) -> Bool { numbers[place].map { abs($0 - value) < 1e-9 } ?? false }
    // Object Dice of those found: all, small, large; the masks' Dice last.
    #expect(near(0, 0.6) && near(2, 0.4) && near(4, 0.7) && near(6, 0.6))
    #expect(near(5, 1) && !near(3, 1))
    #expect(table.rows[0].cells[0].published?.mean == 0.69 && table.rows[0].cells[2].published == nil)
  }
}
