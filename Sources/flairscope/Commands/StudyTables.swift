import Foundation
import VolumeModel

/// The numbers of a study as tables that pandas and R read as they are: a heading, a row an observation, n/a empty.
struct StudyTables {
  struct Table {
    let name: String
    let heading: [String]
    var rows: [[String]] = []

    var csv: String { CSV.table([heading] + rows) }
  }

  private let agreement: StudyAgreement
  private let sizes: [String]

  init(_ agreement: StudyAgreement, sizes: LesionSizeClasses) {
    self.agreement = agreement
    self.sizes = sizes.names
  }

  var all: [Table] {
    [caseTable, caseSizes, caseVolumes, summary, sizeTable, volumes, detection, raters, regions]
  }

  /// Writes every table into a folder.
  /// - Returns: the files.
  func write(to folder: String, force: Bool) throws -> [String] {
    try OutputFolder.make(folder)
    let files = all.map { (path: "\(folder)/\($0.name).csv", table: $0) }
    for file in files { try OutputFile.check(file.path, force: force) }
    for file in files { try OutputFile.write(Array(file.table.csv.utf8), to: file.path, force: force) }
    return files.map(\.path)
  }

  private var comparisons: [(kind: String, summary: ComparisonSummary)] {
    agreement.pairs.map { ("pair", $0) } + agreement.profiles.map { ("consensus", $0.againstOthers) }
  }

  private func comparisons(
    of entry: CaseAgreement
  ) -> [(kind: String, comparison: CaseAgreement.Comparison)] {
    entry.pairs.map { ("pair", $0) } + entry.againstOthers.map { ("consensus", $0) }
  }

  /// A row for each case and comparison.
  var caseTable: Table {
    let measures = AgreementMeasure.allCases
    var table = Table(
      name: "cases",
      heading: ["case", "patient", "kind", "reference", "candidate"] + measures.map(\.rawValue)
        + ["outline_over_mm", "outline_under_mm"])
    for entry in agreement.cases {
      for (kind, comparison) in comparisons(of: entry) {
        table.rows.append(
          [entry.name, entry.patient, kind, comparison.reference, comparison.candidate]
            + measures.map { Self.full($0.value(of: comparison.metrics)) }
            + [Self.full(comparison.outline?.overMM), Self.full(comparison.outline?.underMM)])
      }
    }
    return table
  }

  private var caseSizes: Table {
    var table = Table(
      name: "case_sizes",
      heading: [
        "case", "patient", "kind", "reference", "candidate", "lesions_of", "size_mm3", "lesions", "found",
        "mean_dice_of_found",
      ])
    for entry in agreement.cases {
      for (kind, comparison) in comparisons(of: entry) {
        for (side, counts) in [("reference", comparison.referenceBySize), ("candidate", comparison.candidateBySize)] {
          for (size, count) in zip(sizes, counts) {
            table.rows.append(
              [entry.name, entry.patient, kind, comparison.reference, comparison.candidate, side, size]
                + ["\(count.lesions)", "\(count.found)", Self.full(count.meanDice)])
          }
        }
      }
    }
    return table
  }

  private var caseVolumes: Table {
    var table = Table(name: "case_volumes", heading: ["case", "patient", "rater", "volume_ml"])
    for entry in agreement.cases {
      for (rater, volume) in zip(entry.raters, entry.volumesML) {
        table.rows.append([entry.name, entry.patient, rater, Self.full(volume)])
      }
    }
    return table
  }

  private var summary: Table {
    var table = Table(
      name: "study",
      heading: [
        "kind", "reference", "candidate", "measure", "cases", "omitted", "mean", "lower", "upper", "sd", "median",
      ])
    for (kind, comparison) in comparisons {
      for measure in comparison.measures {
        table.rows.append(
          [kind, comparison.reference, comparison.candidate, measure.measure.rawValue, "\(measure.count)"]
            + ["\(measure.omitted)", Self.full(measure.mean)] + Self.ends(measure.interval)
            + [Self.full(measure.standardDeviation), Self.full(measure.median)])
      }
    }
    return table
  }

  private var sizeTable: Table {
    var table = Table(
      name: "sizes",
      heading: [
        "kind", "reference", "candidate", "lesions_of", "size_mm3", "lesions", "found", "rate", "lower", "upper",
        "mean_dice_of_found",
      ])
    for (kind, comparison) in comparisons {
      for (side, all) in [("reference", comparison.referenceBySize), ("candidate", comparison.candidateBySize)] {
        for size in all {
          table.rows.append(
            [kind, comparison.reference, comparison.candidate, side, size.size, "\(size.counts.lesions)"]
              + ["\(size.counts.found)", Self.full(size.counts.rate)] + Self.ends(size.rateInterval)
              + [Self.full(size.counts.meanDice)])
        }
      }
    }
    return table
  }

  private var volumes: Table {
    var table = Table(
      name: "volumes",
      heading: [
        "kind", "reference", "candidate", "pairs", "bias_ml", "bias_lower", "bias_upper", "limit_lower", "limit_upper",
        "gradient", "intercept", "gradient_p", "concordance", "concordance_lower", "concordance_upper", "icc_2_1",
        "icc_2_1_lower", "icc_2_1_upper", "icc_3_1", "icc_3_1_lower", "icc_3_1_upper", "smallest_detectable_change_ml",
        "ratio", "ratio_lower", "ratio_upper",
      ])
    for (kind, comparison) in comparisons {
      let found = comparison.volumes
      let difference = found.blandAltman
      var row = [kind, comparison.reference, comparison.candidate, difference.map { "\($0.pairs)" } ?? ""]
      row += [Self.full(difference?.bias)] + Self.ends(difference?.biasInterval) + Self.ends(difference?.limits)
      row += [difference?.proportional?.gradient, difference?.proportional?.intercept].map(Self.full)
      row += [Self.full(difference?.proportional?.pValue)]
      row += [Self.full(found.concordance)] + Self.ends(found.concordanceInterval)
      for coefficient in [found.intraclass?.absoluteAgreement, found.intraclass?.consistency] {
        row += [Self.full(coefficient?.value)] + Self.ends(coefficient?.interval)
      }
      row += [Self.full(found.intraclass?.smallestDetectableChange), Self.full(found.ratio)]
      table.rows.append(row + Self.ends(found.ratioInterval))
    }
    return table
  }

  private var detection: Table {
    var table = Table(
      name: "detection",
      heading: [
        "reference", "candidate", "both", "reference_only", "candidate_only", "neither", "kappa", "kappa_lower",
        "kappa_upper", "positive_agreement", "positive_agreement_lower", "positive_agreement_upper",
      ])
    for pair in agreement.pairs {
      guard let found = pair.detection else { continue }
      var row = [pair.reference, pair.candidate]
      row += [found.both, found.firstOnly, found.secondOnly, found.neither].map { "\($0)" }
      row += [Self.full(found.kappa)] + Self.ends(found.kappaInterval)
      table.rows.append(row + [Self.full(found.positiveAgreement)] + Self.ends(found.positiveAgreementInterval))
    }
    return table
  }

  private var raters: Table {
    var table = Table(
      name: "raters",
      heading: [
        "rater", "simulated", "volume_ratio", "volume_ratio_lower", "volume_ratio_upper", "outline_over_mm",
        "outline_under_mm", "outline_signed_mm", "outline_signed_lower", "outline_signed_upper", "marked_regions",
        "marked_alone", "missed_alone", "dice_with_others", "dice_among_others", "dice_gap", "dice_gap_lower",
        "dice_gap_upper", "disagrees_with_everyone",
      ])
    for rater in agreement.profiles {
      let outline = rater.againstOthers.outline
      var row = [rater.name, "\(rater.isSimulated)", Self.full(rater.againstOthers.volumes.ratio)]
      row += Self.ends(rater.againstOthers.volumes.ratioInterval)
      row += [outline?.overMM, outline?.underMM, outline?.signedMM].map(Self.full) + Self.ends(outline?.signedInterval)
      row += [rater.markedRegions, rater.markedAlone, rater.missedAlone].map { "\($0)" }
      row += [rater.diceWithOthers, rater.diceAmongOthers, rater.diceGap].map(Self.full)
      table.rows.append(
        row + Self.ends(rater.diceGapInterval) + [rater.disagreesWithEveryone.map { "\($0)" } ?? ""])
    }
    return table
  }

  /// A row for each region, with a column for each rater: 1 marked, 0 not, empty without a mask.
  private var regions: Table {
    var table = Table(
      name: "regions",
      heading: ["case", "patient", "region", "x", "y", "z", "volume_mm3", "disagreement_mm3"]
        + agreement.raters.map { "marked_\($0)" })
    for entry in agreement.cases {
      for (number, region) in entry.regions.enumerated() {
        var row = [entry.name, entry.patient, "\(number + 1)"] + (0..<3).map { "\(region.voxel[$0])" }
        row += [Self.full(region.volumeMM3), Self.full(region.disagreementMM3)]
        row += agreement.raters.map { name in
          entry.raters.firstIndex(of: name).map { region.isMarked[$0] ? "1" : "0" } ?? ""
        }
        table.rows.append(row)
      }
    }
    return table
  }

  private static func ends(_ interval: ConfidenceInterval?) -> [String] {
    [full(interval?.lower), full(interval?.upper)]
  }

  private static func full(_ value: Double?) -> String { AgreementText.full(value) }
}
