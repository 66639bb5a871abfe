import Foundation
package import VolumeModel
import Pictures
import TerminalIO

/// How the raters of a study agree, as one page that needs nothing but itself: no script, no file, no network.
package struct StudyPage: Sendable {
  private let agreement: StudyAgreement
  private let facts: [(name: String, value: String)]
  private let failures: [String]
  private let sizes: [String]
  private let worst: [StudyAgreement.Disagreement]
  private let pictures: StudyPictures?
  private let figures: StudyFigures
  private let folder: String

  /// - Parameters:
  ///   - facts: what all numbers depend on, as in ("lesions", "18-connected").
  ///   - failures: a sentence for each case that was left out.
  ///   - figures: the plots.
  ///   - worst: the disagreements that are listed, with a picture for each that has one.
  ///   - folder: in which the page will lie, for the paths of files.
  package init(
    _ agreement: StudyAgreement, facts: [(name: String, value: String)], failures: [String],
    sizes: LesionSizeClasses, figures: StudyFigures, worst: [StudyAgreement.Disagreement],
    pictures: StudyPictures? = nil, folder: String = "."
  ) {
    self.agreement = agreement
    self.facts = facts
    self.failures = failures
    self.sizes = sizes.names
    self.figures = figures
    self.worst = worst
    self.pictures = pictures
    self.folder = folder
  }

  /// The document.
  /// - Throws: `transferFailed` when a picture cannot be made.
  package func source() throws(FileError) -> String {
    let pictureList = try self.pictureList()
    let worstContent = [pictureList, worstTable] + howToOpen
    let cases = agreement.cases.count
    let title = "Agreement of \(agreement.raters.count) raters on \(cases) case\(cases == 1 ? "" : "s")"
    let sections: [(id: String, title: String, content: [HTMLMarkup])] = [
      ("pairs", "Overlap, surfaces and lesions", [heatMap, measures]),
      (
        "dice", "Dice by volume",
        [note("A point a case: each rater against the consensus of the others."), plots(figures.dice)]
      ),
      (
        "volumes", "Volumes",
        [
          note(
            "Candidate minus reference, after Bland and Altman: the bias drawn through, limits of agreement dashed; dotted "
              + "where the difference changes with the volume (p < 0.05)."),
          plots(figures.volumes), volumes,
        ]
      ),
      ("sizes", "Lesions found, by size", [sizeTable]),
      ("regions", "Lesions found, by place", agreement.regionClasses.isEmpty ? [] : [regionTable]),
      (
        "froc", "Lesions found against false positives",
        [.element("div", ["class": "plots"], [ScatterPlot(plot: figures.detection).figure]), detectionTable]
      ),
      ("detection", "Detection", [detection]),
      ("raters", "Each rater", [raters]),
      ("worst", "Worst disagreements", worstContent),
      ("left-out", "Left out", failures.map { .element("p", [:], $0) }),
    ].filter { !$0.content.isEmpty }
    let links = sections.map { HTMLMarkup.element("li", [:], [.element("a", ["href": "#\($0.id)"], $0.title)]) }
    let body: [HTMLMarkup] = [
      .element("a", ["class": "skip", "href": "#results"], "To the results"),
      .element("header", [:], [.element("h1", [:], title), factList]),
      .element("nav", ["aria-label": "Sections"], [.element("ul", [:], links)]),
      .element(
        "main", ["id": "results"],
        sections.map { section in
          .element(
            "section", ["id": section.id, "aria-labelledby": "\(section.id)-title"],
            [.element("h2", ["id": "\(section.id)-title"], section.title)] + section.content)
        }),
    ]
    let head = HTMLMarkup(
      source: """
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <style>\(Self.style)</style>

        """)
    let page = HTMLMarkup.element(
      "html", ["lang": "en"],
      [.element("head", [:], [.element("title", [:], title), head]), .element("body", [:], body)])
    return "<!doctype html>\n" + page.source
  }

  private func note(_ text: String) -> HTMLMarkup { .element("p", [:], text) }

  private var factList: HTMLMarkup {
    let all = facts + [("raters", agreement.profiles.map(named).joined(separator: ", "))]
    return .element("dl", [:], all.flatMap { [.element("dt", [:], $0.name), .element("dd", [:], $0.value)] })
  }

  private func named(_ rater: RaterProfile) -> String {
    rater.isSimulated ? "\(rater.name) (SIMULATED, not a person)" : rater.name
  }

  private var comparisons: [ComparisonSummary] { agreement.pairs + agreement.profiles.map(\.againstOthers) }

  // MARK: Tables

  /// The mean Dice of every pair, shaded by its value.
  private var heatMap: HTMLMarkup {
    let rows = zip(agreement.raters, figures.meanDice).map { reference, values -> HTMLMarkup in
      let cells = zip(agreement.raters, values).map { candidate, value -> HTMLMarkup in
        guard let value else { return .element("td", ["class": "none"], reference == candidate ? "" : "n/a") }
        return .element("td", ["class": "shade", "style": "--v:\(Self.text(value, 3))"], Self.text(value, 3))
      }
      return .element("tr", [:], [.element("th", ["scope": "row"], reference)] + cells)
    }
    let head = HTMLMarkup.element(
      "tr", [:], ([""] + agreement.raters).map { .element("th", ["scope": "col"], $0) })
    let caption = "Mean Dice of every pair of raters"
    let table = HTMLMarkup.element(
      "table", ["class": "heat"],
      [.element("caption", [:], caption), .element("thead", [:], [head]), .element("tbody", [:], rows)])
    return .element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption], [table])
  }

  private static let shown: [(measure: AgreementMeasure, title: String, decimals: Int)] = [
    (.dice, "Dice", 3), (.hausdorff95MM, "HD95, mm", 2), (.averageSymmetricSurfaceDistanceMM, "ASSD, mm", 2),
    (.lesionTruePositiveRate, "lesion TPR", 3), (.lesionFalsePositiveRate, "lesion FPR", 3),
    (.lesionF1, "lesion F1", 3),
  ]

  private var measures: HTMLMarkup {
    .table(
      "Mean over the cases, with its 95 % interval",
      headings: ["reference", "candidate", "cases"] + Self.shown.map(\.title),
      rows: comparisons.map { comparison in
        [.text(comparison.reference), .text(comparison.candidate), .text("\(comparison.cases)")]
          + Self.shown.map { shown in
            let summary = comparison[shown.measure]
            let omitted = summary?.omitted ?? 0
            return .text(
              Self.text(summary?.mean, summary?.interval, shown.decimals) + (omitted > 0 ? ", \(omitted) n/a" : ""))
          }
      }, leading: 2)
  }

  private var volumes: HTMLMarkup {
    .table(
      "Volumes in millilitres",
      headings: [
        "reference", "candidate", "bias", "limits of agreement", "per ml of mean", "p", "Lin", "ICC(2,1)", "ICC(3,1)",
        "smallest detectable change", "ratio",
      ],
      rows: comparisons.map { comparison in
        let volumes = comparison.volumes
        let difference = volumes.blandAltman
        return [
          comparison.reference, comparison.candidate, Self.text(difference?.bias, difference?.biasInterval, 2),
          difference.map { Self.range($0.limits, 2) } ?? "n/a", Self.text(difference?.proportional?.gradient, 3),
          difference?.proportional?.pValue.map { $0 < 0.0005 ? "<0.001" : Self.text($0, 3) } ?? "n/a",
          Self.text(volumes.concordance, volumes.concordanceInterval, 3),
          Self.text(volumes.intraclass?.absoluteAgreement.value, volumes.intraclass?.absoluteAgreement.interval, 3),
          Self.text(volumes.intraclass?.consistency.value, volumes.intraclass?.consistency.interval, 3),
          Self.text(volumes.intraclass?.smallestDetectableChange, 2),
          Self.text(volumes.ratio, volumes.ratioInterval, 2),
        ].map(HTMLMarkup.text)
      }, leading: 2)
  }

  private var sizeTable: HTMLMarkup {
    classTables("by volume", sizes.map { "\($0) mm³" }) {
      ($0.referenceBySize, $0.candidateBySize)
    }
  }

  private var regionTable: HTMLMarkup {
    classTables("by the class of their place", agreement.regionClasses) {
      ($0.referenceByRegion, $0.candidateByRegion)
    }
  }

  private func classTables(
    _ what: String, _ classes: [String],
    _ counts: (ComparisonSummary) -> (reference: [LesionClassSummary], candidate: [LesionClassSummary])
  ) -> HTMLMarkup {
    classTable("Found of all \(what), and the fraction with its 95 % interval", classes, counts) { one in
      "\(one.counts.found)/\(one.counts.lesions) \(Self.text(one.counts.rate, one.rateInterval, 2))"
    }
      + classTable("Mean Dice of the found \(what)", classes, counts) { one in
        Self.text(one.counts.meanDice, one.diceInterval, 2)
      }
      + classTable("Mean distance in mm of the found lesions' surface from the other's, \(what)", classes, counts) {
        one in
        Self.text(one.counts.meanDistanceMM, one.distanceInterval, 2)
      }
  }

  private func classTable(
    _ caption: String, _ classes: [String],
    _ counts: (ComparisonSummary) -> (reference: [LesionClassSummary], candidate: [LesionClassSummary]),
    _ cell: (LesionClassSummary) -> String
  ) -> HTMLMarkup {
    var rows: [[HTMLMarkup]] = []
    for comparison in comparisons {
      let both = counts(comparison)
      let sides = [
        (comparison.reference, comparison.candidate, both.reference),
        (comparison.candidate, comparison.reference, both.candidate),
      ]
      for (whose, by, all) in sides {
        rows.append(([whose, by] + all.map(cell)).map(HTMLMarkup.text))
      }
    }
    return .table(caption, headings: ["lesions of", "found by"] + classes, rows: rows, leading: 2)
  }

  private var detection: HTMLMarkup {
    let all = agreement.detection
    var sentence = "\(all.regions) regions were marked by a rater. "
    sentence +=
      agreement.raters.count > 2
      ? (all.completeRegions > 0
        ? "Fleiss' kappa \(Self.text(all.fleissKappa, all.fleissInterval, 3)) of the \(all.completeRegions) in cases that "
          + "all raters have" : "Fleiss' kappa is n/a, since all raters have no case in common with a region")
        + "; Krippendorff's alpha \(Self.text(all.krippendorffAlpha, all.krippendorffInterval, 3))."
      : "With two raters kappa is not defined: every region was marked by one of them."
    return note(sentence)
      + .table(
        "Regions marked by two raters",
        headings: ["rater", "and rater", "both", "first", "second", "neither", "Cohen's kappa", "positive agreement"],
        rows: agreement.pairs.compactMap { pair in
          pair.detection.map { found in
            [
              pair.reference, pair.candidate, "\(found.both)", "\(found.firstOnly)", "\(found.secondOnly)",
              "\(found.neither)", Self.text(found.kappa, found.kappaInterval, 3),
              Self.text(found.positiveAgreement, found.positiveAgreementInterval, 3),
            ].map(HTMLMarkup.text)
          }
        }, leading: 2)
  }

  private var raters: HTMLMarkup {
    .table(
      "Each rater against the consensus of the others",
      headings: [
        "rater", "volume ratio", "over, mm", "under, mm", "signed, mm", "marked alone", "missed alone",
        "Dice with others", "minus among them", "disagrees with everyone",
      ],
      rows: agreement.profiles.map { rater in
        let outline = rater.againstOthers.outline
        return [
          named(rater), Self.text(rater.againstOthers.volumes.ratio, rater.againstOthers.volumes.ratioInterval, 2),
          Self.text(outline?.overMM, 2), Self.text(outline?.underMM, 2),
          Self.text(outline?.signedMM, outline?.signedInterval, 2), "\(rater.markedAlone) of \(rater.markedRegions)",
          "\(rater.missedAlone)", Self.text(rater.diceWithOthers, 3),
          Self.text(rater.diceGap, rater.diceGapInterval, 3),
          rater.disagreesWithEveryone.map { $0 ? "yes" : "no" } ?? "n/a",
        ].map(HTMLMarkup.text)
      })
  }

  private var detectionTable: HTMLMarkup {
    let rows = agreement.profiles.map { rater in
      [named(rater), Self.text(rater.foundFraction, 3), Self.text(rater.falsePositivesPerCase, 2)]
    }
    let table = HTMLMarkup.table(
      "Against the consensus of the others", headings: ["rater", "lesions found", "false positives a case"],
      rows: rows.map { $0.map(HTMLMarkup.text) })
    guard let curve = agreement.predictionCurve else { return table }
    return table
      + note(
        "The predictions of \(agreement.predictedCases) cases, against the consensus of all raters, find "
          + "\(Self.text(curve.averageRecall, 3)) of the lesions, the mean over 0 to 5 false positives a case.")
  }

  /// Each disagreement with the masks and without, and the way to its command line.
  private func pictureList() throws(FileError) -> HTMLMarkup {
    var figures: [HTMLMarkup] = []
    for (number, (found, picture)) in zip(worst, pictures?.twins ?? []).enumerated() {
      guard let picture else { continue }
      let name = "\(found.inCase.name), disagreement \(number + 1)"
      let images = [
        try HTMLMarkup.picture(picture.marked, words: "\(name) with the masks"),
        try HTMLMarkup.picture(picture.plain, words: "\(name) without marks"),
      ]
      let caption =
        "\(found.inCase.name): \(Self.text(found.region.disagreementMM3, 1)) mm³ not agreed on, marked by "
        + found.markedBy.joined(separator: ", ")
      figures.append(
        .element(
          "figure", [:],
          [
            .element(
              "a", ["href": "#open-\(number + 1)", "title": "the command line that opens it"],
              [.element("div", ["class": "twin"], images)]),
            .element("figcaption", [:], [.text(caption), Self.legend(picture.legend)]),
          ]))
    }
    return figures.isEmpty ? .text("") : .element("div", ["class": "tiles"], figures)
  }

  /// What the colours of a picture stand for.
  private static func legend(_ colours: [StudyPictures.Colour]) -> HTMLMarkup {
    .element(
      "p", ["class": "legend"],
      colours.flatMap { entry -> [HTMLMarkup] in
        let colour = [entry.colour.red, entry.colour.green, entry.colour.blue].map { "\($0)" }.joined(separator: " ")
        return [
          .element("span", ["class": "swatch", "style": "background: rgb(\(colour))"], ""), .text("\(entry.name) "),
        ]
      })
  }

  /// Whether any of the worst disagreements lies in a case with a FLAIR, which the viewer needs.
  private var opensAny: Bool { worst.contains { $0.inCase.files?.flair != nil } }

  private var howToOpen: [HTMLMarkup] {
    opensAny ? [note("Files are named by their paths from the folder of this page: run the lines there.")] : []
  }

  private var worstTable: HTMLMarkup {
    .table(
      "The largest volumes that some drew and others did not",
      headings: ["case", "voxel", "mm³", "not agreed on, mm³", "marked by"] + (opensAny ? ["open it"] : []),
      rows: worst.enumerated().map { number, found -> [HTMLMarkup] in
        let voxel = found.region.voxel
        let command = found.inCase.files?.viewCommand(at: voxel, from: folder)
        let cells: [HTMLMarkup] = [
          .text(found.inCase.name), .text("\(voxel.x),\(voxel.y),\(voxel.z)"),
          .text(Self.text(found.region.volumeMM3, 1)), .text(Self.text(found.region.disagreementMM3, 1)),
          .text(found.markedBy.joined(separator: ", ")),
        ]
        guard opensAny else { return cells }
        guard let command else { return cells + [HTMLMarkup.text("no FLAIR to open it on")] }
        return cells + [HTMLMarkup.element("code", ["id": "open-\(number + 1)", "tabindex": "0"], command)]
      }, trailing: opensAny ? 2 : 1)
  }

  // MARK: Plots

  private func plots(_ figures: [PointFigure]) -> HTMLMarkup {
    .element("div", ["class": "plots"], figures.map { ScatterPlot(plot: $0).figure })
  }

  // MARK: Numbers

  private static func text(_ value: Double?, _ decimals: Int) -> String {
    guard let value, value.isFinite else { return "n/a" }
    return String(format: "%.\(decimals)f", value)
  }

  private static func text(_ value: Double?, _ interval: ConfidenceInterval?, _ decimals: Int) -> String {
    interval.map { "\(text(value, decimals)) \(range($0, decimals))" } ?? text(value, decimals)
  }

  private static func range(_ interval: ConfidenceInterval, _ decimals: Int) -> String {
    "[\(text(interval.lower, decimals)), \(text(interval.upper, decimals))]"
  }
}
