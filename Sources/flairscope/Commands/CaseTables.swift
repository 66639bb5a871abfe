import VolumeModel

/// A table of a study: a heading, and a row an observation; n/a is empty.
struct StudyTable {
  let name: String
  let heading: [String]
  var rows: [[String]] = []

  var csv: String { CSV.table([heading] + rows) }

  /// Columns apart by tabs, and n/a in words, as BIDS has it.
  var tsv: String {
    ([heading] + rows).map { record in
      record.map { $0.isEmpty ? "n/a" : $0.visibleOnOneLine }.joined(separator: "\t") + "\n"
    }.joined()
  }
}

/// The numbers of cases, case by case.
struct CaseTables {
  private let cases: [CaseAgreement]
  private let raters: [String]
  private let sizeNames: [String]

  /// - Parameter raters: those of the study, in the order of columns.
  init(_ cases: [CaseAgreement], raters: [String], sizes: LesionSizeClasses) {
    self.cases = cases
    self.raters = raters
    sizeNames = sizes.names
  }

  /// What the tables are called.
  var names: [String] { [comparisons, sizes, regionClasses, volumes, regions].map(\.name) }

  private func compared(
    _ entry: CaseAgreement
  ) -> [(kind: String, comparison: CaseAgreement.Comparison)] {
    entry.pairs.map { ("pair", $0) } + entry.againstOthers.map { ("consensus", $0) }
  }

  /// A row for each case and comparison.
  var comparisons: StudyTable {
    let measures = AgreementMeasure.allCases
    var table = StudyTable(
      name: "cases",
      heading: ["case", "patient", "kind", "reference", "candidate"] + measures.map(\.rawValue)
        + ["outline_over_mm", "outline_under_mm"])
    for entry in cases {
      for (kind, comparison) in compared(entry) {
        table.rows.append(
          [entry.name, entry.patient, kind, comparison.reference, comparison.candidate]
            + measures.map { Self.full($0.value(of: comparison.metrics)) }
            + [Self.full(comparison.outline?.overMM), Self.full(comparison.outline?.underMM)])
      }
    }
    return table
  }

  var sizes: StudyTable {
    var table = StudyTable(
      name: "case_sizes",
      heading: [
        "case", "patient", "kind", "reference", "candidate", "lesions_of", "size_mm3", "lesions", "found",
        "mean_dice_of_found",
      ])
    for entry in cases {
      for (kind, comparison) in compared(entry) {
        for (side, counts) in [("reference", comparison.referenceBySize), ("candidate", comparison.candidateBySize)] {
          for (size, count) in zip(sizeNames, counts) {
            table.rows.append(
              [entry.name, entry.patient, kind, comparison.reference, comparison.candidate, side, size]
                + ["\(count.lesions)", "\(count.found)", Self.full(count.meanDice)])
          }
        }
      }
    }
    return table
  }

  /// Lesions by the class of their place; without rows where no classes were given.
  var regionClasses: StudyTable {
    var table = StudyTable(
      name: "case_region_classes",
      heading: [
        "case", "patient", "kind", "reference", "candidate", "lesions_of", "region", "lesions", "found",
        "mean_dice_of_found",
      ])
    for entry in cases {
      for (kind, comparison) in compared(entry) {
        let sides = [("reference", comparison.referenceByRegion), ("candidate", comparison.candidateByRegion)]
        for (side, counts) in sides {
          for region in entry.regionClasses {
            let count = counts[region]
            table.rows.append(
              [entry.name, entry.patient, kind, comparison.reference, comparison.candidate, side, region]
                + ["\(count?.lesions ?? 0)", "\(count?.found ?? 0)", Self.full(count?.meanDice)])
          }
        }
      }
    }
    return table
  }

  var volumes: StudyTable {
    var table = StudyTable(name: "case_volumes", heading: ["case", "patient", "rater", "volume_ml"])
    for entry in cases {
      for (rater, volume) in zip(entry.raters, entry.volumesML) {
        table.rows.append([entry.name, entry.patient, rater, Self.full(volume)])
      }
    }
    return table
  }

  /// A row for each region, with a column for each rater: 1 marked, 0 not, empty without a mask.
  var regions: StudyTable {
    var table = StudyTable(
      name: "regions",
      heading: ["case", "patient", "region", "x", "y", "z", "volume_mm3", "disagreement_mm3"]
        + raters.map { "marked_\($0)" })
    for entry in cases {
      for (number, region) in entry.regions.enumerated() {
        var row = [entry.name, entry.patient, "\(number + 1)"] + (0..<3).map { "\(region.voxel[$0])" }
        row += [Self.full(region.volumeMM3), Self.full(region.disagreementMM3)]
        row += raters.map { name in
          entry.raters.firstIndex(of: name).map { region.isMarked[$0] ? "1" : "0" } ?? ""
        }
        table.rows.append(row)
      }
    }
    return table
  }

  static func full(_ value: Double?) -> String { AgreementText.full(value) }
}
