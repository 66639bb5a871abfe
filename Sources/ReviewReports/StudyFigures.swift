package import Pictures
package import TerminalIO
package import VolumeModel

/// The plots of a study, the same in the page, as pictures and as text.
package struct StudyFigures: Sendable {
  /// Dice by volume, each rater against the consensus of the others.
  package let dice: [PointFigure]
  /// Bland and Altman's plot of every pair.
  package let volumes: [PointFigure]
  /// Lesions found against false positives: each rater, and the predictions where there are some.
  package let detection: PointFigure
  private let agreement: StudyAgreement

  package init(_ agreement: StudyAgreement) {
    self.agreement = agreement
    var names = FigureNames()
    dice = agreement.profiles.map { Self.dice(of: $0.name, agreement, name: names.new("dice-\($0.name)")) }
    volumes = agreement.pairs.map { pair in
      Self.volumes(of: pair, agreement, name: names.new("volumes-\(pair.reference)-\(pair.candidate)"))
    }
    detection = Self.detection(agreement)
  }

  package var all: [PointFigure] { dice + volumes + [detection] }

  /// The mean Dice of every pair, by reference and candidate; nil for a rater with himself and for pairs without a case.
  package var meanDice: [[Double?]] {
    agreement.raters.map { reference in
      agreement.raters.map { candidate in
        let pair = agreement.pairs.first {
          ($0.reference, $0.candidate) == (reference, candidate)
            || ($0.reference, $0.candidate) == (candidate, reference)
        }
        return pair?[.dice]?.mean
      }
    }
  }

  /// The heat map of the raters as a picture.
  package var heatMap: Raster {
    HeatTable.raster(title: "Mean Dice of every pair of raters", names: agreement.raters, values: meanDice)
  }

  private static func dice(of rater: String, _ agreement: StudyAgreement, name: String) -> PointFigure {
    let points = agreement.cases.compactMap { entry in
      entry.againstOthers.first { $0.candidate == rater }.map { found in
        PointFigure.Point(
          x: found.metrics.volumeReferenceML, y: found.metrics.dice,
          label: "\(entry.name): Dice \(Wording.fixed(found.metrics.dice, 3)), "
            + "\(Wording.fixed(found.metrics.volumeReferenceML, 2)) ml")
      }
    }
    return PointFigure(
      name: name, title: rater,
      description: "Dice of \(points.count) cases against the volume that the others agreed on.",
      xTitle: "volume of the consensus, ml", yTitle: "Dice", points: points, xRange: 0...0, yRange: 0...1)
  }

  private static func volumes(of pair: ComparisonSummary, _ agreement: StudyAgreement, name: String) -> PointFigure {
    let points = agreement.cases.compactMap { entry in
      entry.pairs.first { ($0.reference, $0.candidate) == (pair.reference, pair.candidate) }.map { found in
        let (a, b) = (found.metrics.volumeReferenceML, found.metrics.volumeCandidateML)
        return PointFigure.Point(
          x: (a + b) / 2, y: b - a, label: "\(entry.name): \(Wording.fixed(a, 2)) and \(Wording.fixed(b, 2)) ml")
      }
    }
    var lines = [PointFigure.Line(intercept: 0, label: "no difference", kind: .zero)]
    if let found = pair.volumes.blandAltman {
      lines.append(
        PointFigure.Line(intercept: found.bias, label: "bias \(Wording.fixed(found.bias, 2)) ml", kind: .bias))
      for limit in [found.limits.lower, found.limits.upper] {
        lines.append(
          PointFigure.Line(
            intercept: limit, label: "limit of agreement \(Wording.fixed(limit, 2)) ml", kind: .limit))
      }
      if let trend = found.proportional, let p = trend.pValue, p < 0.05 {
        lines.append(
          PointFigure.Line(
            intercept: trend.intercept, gradient: trend.gradient,
            label: "\(Wording.fixed(trend.gradient, 2)) ml for each ml", kind: .trend))
      }
    }
    return PointFigure(
      name: name, title: "\(pair.candidate) minus \(pair.reference)",
      description: "Differences of \(points.count) cases against their means, with bias and limits of agreement.",
      xTitle: "mean of both, ml", yTitle: "difference, ml", points: points, lines: lines, xRange: 0...0)
  }

  private static func detection(_ agreement: StudyAgreement) -> PointFigure {
    let points = agreement.profiles.compactMap { rater in
      rater.foundFraction.map { found in
        PointFigure.Point(
          x: rater.falsePositivesPerCase, y: found,
          label: "\(rater.name): \(Wording.fixed(found, 3)) of the others' lesions found, "
            + "\(Wording.fixed(rater.falsePositivesPerCase, 2)) lesions a case that they do not have", name: rater.name)
      }
    }
    let curves = [agreement.predictionCurve].compactMap(\.self).compactMap { froc in
      froc.recall.map { recall in
        // From the highest threshold down, so that false positives rise.
        PointFigure.Curve(
          label: "predictions of \(agreement.predictedCases) cases",
          points: zip(froc.falsePositivesPerCase, recall).reversed().map { SIMD2($0, $1) })
      }
    }
    return PointFigure(
      name: "froc", title: "Lesions found against false positives (FROC)",
      description: "A point a rater, against the consensus of the others"
        + (curves.isEmpty ? "." : "; a curve for the predictions, against the consensus of all, by their threshold."),
      xTitle: "false positives a case", yTitle: "fraction of lesions found", points: points, curves: curves,
      xRange: 0...0, yRange: 0...1)
  }
}

/// Names of files, each once, of names that may hold anything.
private struct FigureNames {
  private var given: Set<String> = []

  mutating func new(_ text: String) -> String {
    let plain = String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) ? $0 : "-" })
    var name = plain
    var number = 2
    while !given.insert(name).inserted {
      name = "\(plain)-\(number)"
      number += 1
    }
    return name
  }
}
