import Foundation
import Pictures
import Segmenter
import VolumeModel

/// The scans of a cross-validation as a table: for people, as CSV, and as JSON with its means.
struct FoldTable {
  let scans: [FoldScan]

  init(_ scans: [FoldScan]) { self.scans = scans }

  var csv: String {
    let head = ["case", "patient", "fold", "threshold", "lesion_ml", "predicted_ml", "dice", "lesion_f1"]
    let rows = scans.map { scan in
      [
        scan.name, scan.patient, "\(scan.fold)", "\(scan.threshold)", "\(scan.lesionML)", "\(scan.predictedML)",
        "\(scan.dice)", scan.lesionF1.map { "\($0)" } ?? "",
      ]
    }
    return CSV.table([head] + rows)
  }

  var text: String {
    var table = TextTable([
      ("case", .left), ("fold", .right), ("load ml", .right), ("predicted ml", .right), ("Dice", .right),
      ("lesion F1", .right),
    ])
    for scan in scans {
      table.add([
        scan.name, "\(scan.fold)", Wording.fixed(scan.lesionML, 1), Wording.fixed(scan.predictedML, 1),
        Wording.fixed(scan.dice, 3), scan.lesionF1.map { Wording.fixed($0, 3) } ?? "n/a",
      ])
    }
    let summary = Summary(scans)
    table.add([
      "mean", "", "", "", summary.diceMean.map { Wording.fixed($0, 3) } ?? "n/a",
      summary.lesionF1Mean.map { Wording.fixed($0, 3) } ?? "n/a",
    ])
    return table.text
  }

  /// Means over the scans that have the number.
  struct Summary: Encodable {
    let diceMean: Double?
    /// Sample standard deviation; null for fewer than two scans.
    let diceSD: Double?
    let lesionF1Mean: Double?

    init(_ scans: [FoldScan]) {
      let dice = SampleSummary(scans.map(\.dice))
      (diceMean, diceSD) = (dice?.mean, dice?.standardDeviation)
      lesionF1Mean = SampleSummary(scans.compactMap(\.lesionF1))?.mean
    }

    private enum CodingKeys: String, CodingKey {
      case diceMean = "dice_mean"
      case diceSD = "dice_sd"
      case lesionF1Mean = "lesion_f1_mean"
    }

    /// Numbers by name, n/a as null.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(diceMean, forKey: .diceMean)
      try container.encode(diceSD, forKey: .diceSD)
      try container.encode(lesionF1Mean, forKey: .lesionF1Mean)
    }
  }

  /// The document of `train --folds --json`.
  struct Document: Encodable {
    let run: String
    let folds: Int
    /// Fewer than `folds` of a run that was stopped.
    let foldsDone: Int
    let scans: [FoldScan]
    let summary: Summary

    private enum CodingKeys: String, CodingKey {
      case run, folds, scans, summary
      case foldsDone = "folds_done"
    }
  }
}
