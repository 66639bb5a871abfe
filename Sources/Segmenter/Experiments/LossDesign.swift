internal import Foundation
internal import VolumeModel

/// Shirokikh et al., MICCAI 2020: losses with and without inverse weighting, lesion by lesion, small ones apart.
struct LossDesign: ExperimentDesign {
  let setting: ExperimentSetting

  /// What the paper calls a loss.
  private static let paperNames: [LossName: String] = [
    .diceSquared: "DL", .crossEntropy: "BCE", .asymmetricSimilarity: "ASL", .focal: "FL",
    .weightedCrossEntropy: "WCE*", .generalisedDiceSquared: "GDL*",
  ]

  /// The weighted cross-entropy and the generalised Dice weigh classes themselves; the paper has no weighted form.
  private static func isWeighted(_ loss: LossName) -> [Bool] {
    loss == .weightedCrossEntropy || loss == .generalisedDiceSquared ? [false] : [false, true]
  }

  private struct Variant {
    let loss: LossName
    let isWeighted: Bool

    var name: String { (isWeighted ? "iw-" : "") + loss.rawValue }
    var title: String { (isWeighted ? "iw" : "") + (LossDesign.paperNames[loss] ?? loss.rawValue) }
  }

  private var variants: [Variant] {
    setting.losses.flatMap { loss in Self.isWeighted(loss).map { Variant(loss: loss, isWeighted: $0) } }
  }

  var conditions: [ExperimentCondition] {
    variants.map { variant in
      var plan = setting.planWithoutGrowth
      plan.loss = variant.loss
      // Overlap losses have a ratio an image, pixel losses a mean over the batch; half of the crops lie on a lesion.
      plan.reduction = variant.loss.loss() is any OverlapLoss ? .perImage : .batch
      plan.weighting = variant.isWeighted ? .released : .none
      plan.sampling = .lesions
      plan.selection = .last
      return ExperimentCondition(variant.name, target: .clean, plan: plan)
    }
  }

  // MARK: Tables

  private enum Size: CaseIterable { case all, small, large }

  private func range(_ size: Size) -> Range<Double> {
    switch size {
    case .all: 0..<Double.infinity
    case .small: 0..<setting.smallDiameterMM
    case .large: setting.smallDiameterMM..<Double.infinity
    }
  }

  /// Object Dice and average recall of each seed, over all left-out scans together.
  private func detection(_ results: ExperimentResults, _ variant: Variant, _ size: Size) -> [DetectionSummary] {
    results.scansOfSeeds(variant.name).map { scans in
      DetectionSummary(scans.compactMap(\.detection).map { $0.restricted(toDiametersMM: range(size)) }, seed: 1)
    }
  }

  func tables(_ results: ExperimentResults) -> [ResultTable] {
    let limit = String(format: "%g", setting.smallDiameterMM)
    let columns = [
      "object Dice", "average recall", "object Dice, small", "average recall, small", "object Dice, large",
      "average recall, large", "Dice of the masks",
    ]
    let rows = variants.map { variant -> (name: String, numbers: [[Double]?]) in
      var numbers: [[Double]?] = []
      for size in Size.allCases {
        let seeds = detection(results, variant, size)
        numbers.append(seeds.compactMap(\.objectDice))
        numbers.append(seeds.compactMap(\.averageRecall))
      }
      numbers.append(results.numbersOfSeeds(variant.name) { $0.against(ReferenceResult.rater1)?.dice })
      return (variant.title, numbers)
    }
    return [
      ResultTable(
        title: "Losses with (iw) and without inverse weighting", rowHeading: "loss",
        columns: columns.map { ResultTable.Column($0, decimals: 2) }, rows: rows,
        notes: [
          "object Dice: of the lesions found. average recall: of the FROC curve over 0 to 5 false positives a scan. Both of "
            + "the components at the threshold that is best by Dice on the training patients (a grid of logits, \(thresholds(results))), "
            + "over all left-out scans of a seed. Small: an equivalent diameter below \(limit) mm.",
          "The paper reads the components at 0.5, where networks with and without weights say lesion to very different "
            + "extents.",
          "The published columns are those of the metastases in MR, their spread that of lesions and of draws of cases.",
        ],
        published: .losses,
        publishedNames: [
          "object Dice": "Metastases object Dice", "average recall": "Metastases average recall",
        ])
    ]
  }

  /// "0.3 to 0.999": the thresholds that were used.
  private func thresholds(_ results: ExperimentResults) -> String {
    let used = results.cells.map(\.binarisationThreshold)
    guard let lowest = used.min(), let highest = used.max() else { return "none yet" }
    return "\(lowest) to \(highest)"
  }

  func comparisons(_ results: ExperimentResults) -> [ComparisonTable] {
    let dice: ExperimentResults.Measure = { $0.against(ReferenceResult.rater1)?.dice }
    let recall: ExperimentResults.Measure = { scan in scan.detection.flatMap { FROCCurve([$0]).averageRecall } }
    return setting.losses.filter { Self.isWeighted($0).count == 2 }.flatMap { loss -> [ComparisonTable] in
      let (plain, weighted) = (Variant(loss: loss, isWeighted: false), Variant(loss: loss, isWeighted: true))
      return [("Dice of the masks", dice), ("average recall of a scan", recall)].map { name, measure in
        ComparisonTable(
          title: "Paired test", measure: name,
          methods: [(weighted.title, results.numbersOfPatients(weighted.name, measure))],
          against: (plain.title, results.numbersOfPatients(plain.name, measure)))
      }
    }
  }

  func figures(_ results: ExperimentResults) -> [ExperimentFigure] {
    [
      figure(results, "Lesions found (FROC)", .all),
      figure(
        results, "Small lesions found (FROC), below \(String(format: "%g", setting.smallDiameterMM)) mm", .small),
    ]
  }

  /// Recall against false positives, as far as 5 a scan, all seeds together.
  private func figure(_ results: ExperimentResults, _ title: String, _ size: Size) -> ExperimentFigure {
    ExperimentFigure(
      title: title, horizontalLabel: "false positives a scan", verticalLabel: "recall",
      curves: variants.compactMap { variant in
        let records = results.scansOfSeeds(variant.name).flatMap { $0 }.compactMap(\.detection)
        let curve = FROCCurve(records.map { $0.restricted(toDiametersMM: range(size)) })
        guard let recall = curve.recall else { return nil }
        let points = zip(curve.falsePositivesPerCase, recall).map { SIMD2($0, $1) }.reversed()
        return ExperimentFigure.Curve(name: variant.title, points: Self.upToFive([SIMD2(0, 0)] + points))
      })
  }

  /// The curve at 0, 0.1, ... 5 false positives; held at its end.
  private static func upToFive(_ points: [SIMD2<Double>]) -> [SIMD2<Double>] {
    (0...50).map { step in
      let x = Double(step) / 10
      let last = points.lastIndex { $0.x <= x } ?? 0
      guard last + 1 < points.count else { return SIMD2(x, points[last].y) }
      let (from, to) = (points[last], points[last + 1])
      return SIMD2(x, from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x))
    }
  }
}
