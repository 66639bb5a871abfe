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
    detections(name: "case_sizes", column: "size_mm3") { _, comparison in
      [("reference", comparison.referenceBySize), ("candidate", comparison.candidateBySize)].map { side, counts in
        (side, zip(sizeNames, counts).map { ($0, $1) })
      }
    }
  }

  /// Lesions by the class of their place; without rows where no classes were given.
  var regionClasses: StudyTable {
    detections(name: "case_region_classes", column: "region") { entry, comparison in
      [("reference", comparison.referenceByRegion), ("candidate", comparison.candidateByRegion)].map { side, counts in
        (side, entry.regionClasses.map { ($0, counts[$0]) })
      }
    }
  }

  /// A row for each case, comparison, side and class of lesions: how many there are, how many were found, and how well.
  private func detections(
    name: String, column: String,
    _ sides: (CaseAgreement, CaseAgreement.Comparison) -> [(
      side: String, classes: [(name: String, counts: LesionCounts?)]
    )]
  ) -> StudyTable {
    var table = StudyTable(
      name: name,
      heading: [
        "case", "patient", "kind", "reference", "candidate", "lesions_of", column, "lesions", "found",
        "mean_dice_of_found", "mean_asd_mm_of_found", "mean_hd95_mm_of_found",
      ])
    for entry in cases {
      for (kind, comparison) in compared(entry) {
        for (side, classes) in sides(entry, comparison) {
          for (name, counts) in classes {
            table.rows.append(
              [entry.name, entry.patient, kind, comparison.reference, comparison.candidate, side, name]
                + ["\(counts?.lesions ?? 0)", "\(counts?.found ?? 0)"]
                + [counts?.meanDice, counts?.meanDistanceMM, counts?.meanPercentileMM].map(Self.full))
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
