import VolumeModel

/// The numbers of a study as tables that pandas and R read as they are: a heading, a row an observation, n/a empty.
struct StudyTables {
  typealias Table = StudyTable

  private let agreement: StudyAgreement
  /// Those with rows for cases.
  let ofCases: CaseTables

  init(_ agreement: StudyAgreement, sizes: LesionSizeClasses) {
    self.agreement = agreement
    ofCases = CaseTables(agreement.cases, raters: agreement.raters, sizes: sizes)
  }

  var all: [Table] {
    let cases = ofCases
    return [cases.comparisons, cases.sizes, cases.regionClasses, cases.volumes]
      + [summary, sizeTable, regionTable, volumes, detection, raters, cases.regions]
  }

  /// Of all tables. Those by class of region are there in every study, since what is written must be known beforehand.
  static let names = [
    "cases", "case_sizes", "case_region_classes", "case_volumes", "study", "sizes", "region_classes", "volumes",
    "detection", "raters", "regions",
  ]

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
            + ["\(measure.omitted)", CaseTables.full(measure.mean)] + Self.ends(measure.interval)
            + [CaseTables.full(measure.standardDeviation), CaseTables.full(measure.median)])
      }
    }
    return table
  }

  private var sizeTable: Table {
    classTable("sizes", column: "size_mm3") { ($0.referenceBySize, $0.candidateBySize) }
  }

  private var regionTable: Table {
    classTable("region_classes", column: "region") { ($0.referenceByRegion, $0.candidateByRegion) }
  }

  private func classTable(
    _ name: String, column: String,
    _ classes: (ComparisonSummary) -> (reference: [LesionClassSummary], candidate: [LesionClassSummary])
  ) -> Table {
    var table = Table(
      name: name,
      heading: [
        "kind", "reference", "candidate", "lesions_of", column, "lesions", "found", "rate", "lower", "upper",
      ]
        + ["mean_dice_of_found", "mean_asd_mm_of_found", "mean_hd95_mm_of_found"].flatMap {
          [$0, $0 + "_lower", $0 + "_upper"]
        })
    for (kind, comparison) in comparisons {
      let found = classes(comparison)
      for (side, all) in [("reference", found.reference), ("candidate", found.candidate)] {
        for one in all {
          table.rows.append(
            [kind, comparison.reference, comparison.candidate, side, one.name, "\(one.counts.lesions)"]
              + ["\(one.counts.found)", CaseTables.full(one.counts.rate)] + Self.ends(one.rateInterval)
              + [CaseTables.full(one.counts.meanDice)] + Self.ends(one.diceInterval)
              + [CaseTables.full(one.counts.meanDistanceMM)] + Self.ends(one.distanceInterval)
              + [CaseTables.full(one.counts.meanPercentileMM)] + Self.ends(one.percentileInterval))
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
      row += [CaseTables.full(difference?.bias)] + Self.ends(difference?.biasInterval) + Self.ends(difference?.limits)
      row += [difference?.proportional?.gradient, difference?.proportional?.intercept].map(CaseTables.full)
      row += [CaseTables.full(difference?.proportional?.pValue)]
      row += [CaseTables.full(found.concordance)] + Self.ends(found.concordanceInterval)
      for coefficient in [found.intraclass?.absoluteAgreement, found.intraclass?.consistency] {
        row += [CaseTables.full(coefficient?.value)] + Self.ends(coefficient?.interval)
      }
      row += [CaseTables.full(found.intraclass?.smallestDetectableChange), CaseTables.full(found.ratio)]
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
      row += [CaseTables.full(found.kappa)] + Self.ends(found.kappaInterval)
      table.rows.append(row + [CaseTables.full(found.positiveAgreement)] + Self.ends(found.positiveAgreementInterval))
    }
    return table
  }

  private var raters: Table {
    var table = Table(
      name: "raters",
      heading: [
        "rater", "simulated", "volume_ratio", "volume_ratio_lower", "volume_ratio_upper", "outline_over_mm",
        "outline_under_mm", "outline_signed_mm", "outline_signed_lower", "outline_signed_upper", "found_fraction",
        "false_positives_per_case", "marked_regions",
        "marked_alone", "missed_alone", "dice_with_others", "dice_among_others", "dice_gap", "dice_gap_lower",
        "dice_gap_upper", "disagrees_with_everyone",
      ])
    for rater in agreement.profiles {
      let outline = rater.againstOthers.outline
      var row = [rater.name, "\(rater.isSimulated)", CaseTables.full(rater.againstOthers.volumes.ratio)]
      row += Self.ends(rater.againstOthers.volumes.ratioInterval)
      row +=
        [outline?.overMM, outline?.underMM, outline?.signedMM].map(CaseTables.full) + Self.ends(outline?.signedInterval)
      row += [rater.foundFraction, rater.falsePositivesPerCase].map(CaseTables.full)
      row += [rater.markedRegions, rater.markedAlone, rater.missedAlone].map { "\($0)" }
      row += [rater.diceWithOthers, rater.diceAmongOthers, rater.diceGap].map(CaseTables.full)
      table.rows.append(
        row + Self.ends(rater.diceGapInterval) + [rater.disagreesWithEveryone.map { "\($0)" } ?? ""])
    }
    return table
  }

  private static func ends(_ interval: ConfidenceInterval?) -> [String] {
    [CaseTables.full(interval?.lower), CaseTables.full(interval?.upper)]
  }

}
