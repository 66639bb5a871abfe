import Foundation
import Pictures
import ReviewReports
import VolumeModel

/// What `agreement` prints for people.
struct StudyText {
  private let document: StudyDocument
  private let agreement: StudyAgreement

  init(_ document: StudyDocument) {
    self.document = document
    agreement = document.agreement
  }

  var text: String {
    let parts = [heading, measures, sizes, regions, volumes, detection, raters, worst, plots, failures]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var heading: String {
    let names = agreement.profiles.map { $0.isSimulated ? "\($0.name) (SIMULATED, not a person)" : $0.name }
    return (document.facts + [("raters", names.joined(separator: ", "))]).map { fact in
      fact.name.padding(toLength: 11, withPad: " ", startingAt: 0) + fact.value.visibleOnOneLine + "\n"
    }.joined()
  }

  /// Pairs, then each rater against the others.
  private var comparisons: [ComparisonSummary] { agreement.pairs + agreement.profiles.map(\.againstOthers) }

  private static let shown: [AgreementMeasure] = [
    .dice, .hausdorff95MM, .averageSymmetricSurfaceDistanceMM, .lesionTruePositiveRate, .lesionFalsePositiveRate,
    .lesionF1,
  ]

  private var measures: String {
    var table = TextTable(
      [("reference", .left), ("candidate", .left), ("cases", .right)] + Self.shown.map { ($0.title, .right) })
    for comparison in comparisons {
      table.add(
        [comparison.reference, comparison.candidate, "\(comparison.cases)"]
          + Self.shown.map { measure in
            let summary = comparison[measure]
            let value = Self.text(summary?.mean, summary?.interval, measure.decimals)
            return (summary?.omitted ?? 0) > 0 ? "\(value), \(summary?.omitted ?? 0) n/a" : value
          })
    }
    return "Mean over the cases, with its interval\n" + table.text
  }

  private var sizes: String {
    let classes = document.setting.rules.sizes.names.map { "\($0) mm^3" }
    return byClass("volume", classes) { ($0.referenceBySize, $0.candidateBySize) }
  }

  private var regions: String {
    let classes = agreement.regionClasses
    guard !classes.isEmpty else { return "" }
    return byClass("place", classes) { ($0.referenceByRegion, $0.candidateByRegion) }
  }

  /// How many lesions of each class the other side found, and how well those that it found.
  private func byClass(
    _ what: String, _ classes: [String],
    _ counts: (ComparisonSummary) -> (reference: [LesionClassSummary], candidate: [LesionClassSummary])
  ) -> String {
    let found = table(classes, counts) { one in
      "\(one.counts.found)/\(one.counts.lesions) \(Self.text(one.counts.rate, one.rateInterval, 2))"
    }
    let overlap = table(classes, counts) { one in
      one.counts.found > 0 ? Self.text(one.counts.meanDice, one.diceInterval, 2) : "n/a"
    }
    let distance = table(classes, counts) { one in
      one.counts.found > 0 ? Self.text(one.counts.meanDistanceMM, one.distanceInterval, 2) : "n/a"
    }
    return "Lesions found, by their \(what)\n" + found
      + "\nMean Dice of those that were found, by their \(what)\n" + overlap
      + "\nMean distance in mm of their surface from the other's, by their \(what)\n" + distance
  }

  /// A row for each side of a comparison, with a cell for each class of lesions.
  private func table(
    _ classes: [String],
    _ counts: (ComparisonSummary) -> (reference: [LesionClassSummary], candidate: [LesionClassSummary]),
    _ cell: (LesionClassSummary) -> String
  ) -> String {
    var table = TextTable([("lesions of", .left), ("found by", .left)] + classes.map { ($0, .right) })
    for comparison in comparisons {
      let both = counts(comparison)
      let sides = [
        (comparison.reference, comparison.candidate, both.reference),
        (comparison.candidate, comparison.reference, both.candidate),
      ]
      for (whose, by, counts) in sides {
        table.add([whose, by] + counts.map(cell))
      }
    }
    return table.text
  }

  private var volumes: String {
    var table = TextTable([
      ("reference", .left), ("candidate", .left), ("bias, ml", .right), ("limits of agreement", .right),
      ("per ml of mean", .right), ("p", .right), ("Lin", .right), ("ICC(2,1)", .right), ("ICC(3,1)", .right),
      ("SDC, ml", .right), ("ratio", .right),
    ])
    for comparison in comparisons {
      let volumes = comparison.volumes
      let difference = volumes.blandAltman
      table.add([
        comparison.reference, comparison.candidate, Self.text(difference?.bias, difference?.biasInterval, 2),
        difference.map { Self.range($0.limits, 2) } ?? "n/a",
        ReadableNumber.text(difference?.proportional?.gradient),
        ReadableNumber.pValue(difference?.proportional?.pValue),
        Self.text(volumes.concordance, volumes.concordanceInterval, 3),
        Self.text(volumes.intraclass?.absoluteAgreement.value, volumes.intraclass?.absoluteAgreement.interval, 3),
        Self.text(volumes.intraclass?.consistency.value, volumes.intraclass?.consistency.interval, 3),
        ReadableNumber.text(volumes.intraclass?.smallestDetectableChange, decimals: 2),
        Self.text(volumes.ratio, volumes.ratioInterval, 2),
      ])
    }
    var text = "Volumes: candidate minus reference (Bland and Altman)\n" + table.text
    if let all = agreement.volumes, all.raters > 2 {
      let absolute = Self.text(all.absoluteAgreement.value, all.absoluteAgreement.interval, 3)
      let consistent = Self.text(all.consistency.value, all.consistency.interval, 3)
      text += "all \(all.raters) raters, \(all.cases) cases: ICC(2,1) \(absolute), ICC(3,1) \(consistent)"
      text += ", smallest detectable change \(ReadableNumber.text(all.smallestDetectableChange, decimals: 2)) ml\n"
    }
    return text
  }

  private var detection: String {
    let all = agreement.detection
    var table = TextTable([
      ("rater", .left), ("and rater", .left), ("both", .right), ("first", .right), ("second", .right),
      ("neither", .right), ("Cohen's kappa", .right), ("positive agreement", .right),
    ])
    for pair in agreement.pairs {
      guard let found = pair.detection else { continue }
      table.add([
        pair.reference, pair.candidate, "\(found.both)", "\(found.firstOnly)", "\(found.secondOnly)",
        "\(found.neither)", Self.text(found.kappa, found.kappaInterval, 3),
        Self.text(found.positiveAgreement, found.positiveAgreementInterval, 3),
      ])
    }
    var text = "Detection: the \(all.regions) regions that any rater marked\n" + table.text
    if agreement.raters.count > 2 {
      text +=
        all.completeRegions > 0
        ? "Fleiss' kappa \(Self.text(all.fleissKappa, all.fleissInterval, 3)) of \(all.completeRegions) regions"
        : "Fleiss' kappa n/a: no region lies in a case with masks of all raters (--raters chooses some)"
      text += ", Krippendorff's alpha \(Self.text(all.krippendorffAlpha, all.krippendorffInterval, 3))\n"
    } else {
      text += "two raters: every region was marked by one of them, so kappa is not defined\n"
    }
    return text
  }

  private var raters: String {
    var table = TextTable([
      ("rater", .left), ("volume ratio", .right), ("over, mm", .right), ("under, mm", .right), ("signed, mm", .right),
      ("marked alone", .right), ("missed alone", .right), ("Dice with others", .right), ("minus among them", .right),
      ("", .left),
    ])
    for rater in agreement.profiles {
      let outline = rater.againstOthers.outline
      table.add([
        rater.name, Self.text(rater.againstOthers.volumes.ratio, rater.againstOthers.volumes.ratioInterval, 2),
        ReadableNumber.text(outline?.overMM, decimals: 2), ReadableNumber.text(outline?.underMM, decimals: 2),
        Self.text(outline?.signedMM, outline?.signedInterval, 2),
        "\(rater.markedAlone) of \(rater.markedRegions)", "\(rater.missedAlone)",
        ReadableNumber.text(rater.diceWithOthers), Self.text(rater.diceGap, rater.diceGapInterval, 3),
        rater.disagreesWithEveryone == true ? "disagrees with everyone" : "",
      ])
    }
    return "Each rater against the consensus of the others\n" + table.text
  }

  private var worst: String {
    let worst = document.worst
    guard !worst.isEmpty else { return "" }
    var columns: [(heading: String, alignment: TextTable.Alignment)] = [
      ("case", .left), ("voxel", .left), ("mm^3", .right), ("not agreed on", .right), ("marked by", .left),
    ]
    if worst.contains(where: { $0.inCase.files?.flair != nil }) {
      columns.append((heading: "open it", alignment: .left))
    }
    var table = TextTable(columns)
    for found in worst {
      let voxel = found.region.voxel
      table.add([
        found.inCase.name, "\(voxel.x),\(voxel.y),\(voxel.z)",
        ReadableNumber.text(found.region.volumeMM3, decimals: 1),
        ReadableNumber.text(found.region.disagreementMM3, decimals: 1), found.markedBy.joined(separator: " "),
        found.inCase.files?.viewCommand(at: voxel) ?? "",
      ])
    }
    return "Worst disagreements\n" + table.text
  }

  private var plots: String {
    guard document.showsPlots else { return "" }
    let figures = StudyFigures(agreement)
    var heat = TextTable([("", .left)] + agreement.raters.map { ($0, .right) })
    for (name, row) in zip(agreement.raters, figures.meanDice) {
      heat.add([name] + zip(agreement.raters, row).map { $0 == name ? "" : ReadableNumber.text($1) })
    }
    return "Mean Dice of every pair of raters\n" + heat.text + "\n"
      + figures.all.map { figure in
        PointLines.lines(figure, width: 80, height: 14).joined(separator: "\n") + "\n"
      }.filter { $0 != "\n" }.joined(separator: "\n")
  }

  private var failures: String {
    guard !document.failures.isEmpty else { return "" }
    return "Left out\n" + document.failures.map { "  \($0)\n" }.joined()
  }

  private static func text(_ value: Double?, _ interval: ConfidenceInterval?, _ decimals: Int) -> String {
    let text = ReadableNumber.text(value, decimals: decimals)
    return interval.map { "\(text) \(range($0, decimals))" } ?? text
  }

  private static func range(_ interval: ConfidenceInterval, _ decimals: Int) -> String {
    let ends = [interval.lower, interval.upper].map { ReadableNumber.text($0, decimals: decimals) }
    return "[\(ends.joined(separator: ", "))]"
  }
}
