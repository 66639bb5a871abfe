import Foundation
import Segmenter
import Testing
import VolumeModel

/// The curves of `experiment relabel`: Dice and uncertainty after every epoch.
@Suite struct EpochCurveTests {
  private func experiment(in folder: String) throws -> ExperimentRun {
    try ExperimentRun(
      SyntheticStudy.setting(.relabelling), cases: try SyntheticStudy.cases(for: .relabelling, growsMasks: false),
      folder: ExperimentFolder(path: folder), threads: 1)
  }

  @Test func everyCellOnNoisyMasksHasACurve() throws {
    let folder = try TemporaryFolder()
    let run = try experiment(in: folder.path)
    let results = try run.run { _ in }.results
    for (cell, result) in zip(run.cells, results.cells) {
      guard cell.condition.name != "clean" else {
        #expect(result.epochs == nil)
        continue
      }
      let points = try #require(result.epochs)
      #expect(points.map(\.epoch) == [1, 2])
      #expect(points.allSatisfy { (0...1).contains($0.cleanDice) && (0...1).contains($0.noisyDice) })
      let changes = points.compactMap(\.uncertaintyChange)
      #expect(changes.count == (cell.plan.method.name == .relabelling ? 2 : 0) && changes.allSatisfy { $0 >= 0 })
      // The last epoch's weights are the run's: cut at 0.5 they predict what the curve ends with.
      let path = ExperimentFolder(path: folder.path).cellPath(cell)
      let model = try TrainedModel.read(from: path + "/weights.safetensors")
      let scans = try SyntheticStudy.cases(for: .relabelling, growsMasks: false).filter {
        cell.leftOut.patients.contains($0.patient)
      }
      let dice = try scans.map { scan in
        let probability = try Predictor(model: model, threads: 1).probability(
          channels: scan.channels, brain: scan.brain
        ) { _ in true }
        return OverlapCounts(reference: scan.raters[0].mask, candidate: Mask(probability, atLeast: 0.5)).dice
      }
      #expect(abs((points.last?.cleanDice ?? -1) - dice.reduce(0, +) / Double(dice.count)) < 1e-9)
    }
    let report = ExperimentReport(results)
    #expect(report.figures.map(\.title).contains { $0.hasPrefix("Dice against clean and noisy masks") })
    #expect(report.figures.map(\.title).contains { $0.hasPrefix("Change of the uncertainty") })
    let start = try #require(report.tables.first { $0.title.hasPrefix("Epochs") })
    #expect(start.rows.allSatisfy { $0.cells.count == 3 })
  }

  /// An epoch that was done again after a kill counts once, and a row that was cut off not at all.
  @Test func rowsThatWereWrittenTwiceCountOnce() throws {
    let folder = try TemporaryFolder()
    let rows = ["1,0.1,0.2,0.5", "2,0.3,0.4,", "2,0.25,0.35,", "3,0.4,0.5"]
    try rows.joined(separator: "\n").write(toFile: folder.file("epochs.csv"), atomically: true, encoding: .utf8)
    let curve = EpochPoint.curve(ofRun: folder.path)
    #expect(curve.map(\.epoch) == [1, 2] && curve.map(\.cleanDice) == [0.1, 0.25])
    #expect(curve.map(\.uncertaintyChange) == [0.5, nil])
  }
}
