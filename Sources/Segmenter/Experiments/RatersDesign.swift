internal import VolumeModel

/// Whose masks to learn from where two people or more drew every case: rater 1, rater 2, the mean of all as a soft label, one
/// drawn at random each time, all of them as a distribution (Kohl et al., NeurIPS 2018; Baumgartner et al., MICCAI 2019), or their consensus. The left-out
/// patient is compared with each rater, and what a network draws with all of them by the generalised energy distance.
struct RatersDesign: ExperimentDesign {
  let setting: ExperimentSetting

  private struct Row {
    let name: String
    let title: String
    let target: ExperimentTarget
    var use: RaterUse?
    var kind = NetworkKind.unet
  }

  private static let rows = [
    Row(name: "rater1", title: "Rater 1", target: .rater(0)),
    Row(name: "rater2", title: "Rater 2", target: .rater(1)),
    Row(name: "mean", title: "All, soft mean", target: .allRaters, use: .mean),
    Row(name: "random", title: "All, one at random", target: .allRaters, use: .random),
    Row(
      name: "probabilistic", title: "All, probabilistic U-Net", target: .allRaters, use: .random, kind: .probabilistic),
    Row(name: "phiseg", title: "All, PHiSeg", target: .allRaters, use: .random, kind: .phiseg),
    Row(name: "consensus", title: "Consensus (STAPLE)", target: .consensus),
  ]

  var conditions: [ExperimentCondition] {
    Self.rows.map { row in
      var plan = setting.planWithoutGrowth
      if row.kind != .unet { plan.use(row.kind) }
      plan.raterUse = row.use
      // One loss in all rows: that of the networks that draw samples has cross-entropy in it.
      plan.loss = .crossEntropy
      plan.emptySliceFraction = 0.5
      return ExperimentCondition(row.name, target: row.target, plan: plan)
    }
  }

  // MARK: Tables

  private static func dice(_ rater: String) -> ExperimentResults.Measure {
    { $0.against(rater).map { 100 * $0.dice } }
  }

  private static let meanDice: ExperimentResults.Measure = { scan in
    SampleSummary(scan.references.map { 100 * $0.dice })?.mean
  }

  private static let energy: ExperimentResults.Measure = { $0.sets?.squaredEnergyDistance }

  private static let measures: [(column: String, decimals: Int, measure: ExperimentResults.Measure)] = [
    ("Dice R1", 1, dice(ReferenceResult.rater1)),
    ("Dice R2", 1, dice(ReferenceResult.rater2)),
    ("Dice, all raters", 1, meanDice),
    ("Energy distance", 3, energy),
    ("Matched Dice", 1, { $0.sets.map { 100 * $0.matchedDice } }),
    ("Sample diversity", 3, { $0.sets?.sampleDiversity }),
    ("Rater diversity", 3, { $0.sets?.readerDiversity }),
  ]

  func tables(_ results: ExperimentResults) -> [ResultTable] {
    [
      ResultTable(
        title: "Whose masks to learn from", rowHeading: "learned from",
        columns: Self.measures.map { ResultTable.Column($0.column, decimals: $0.decimals) },
        rows: Self.rows.map { row in
          (row.title, Self.measures.map { results.numbersOfSeeds(row.name, $0.measure) })
        },
        notes: [
          "Dice in percent: of the prediction, and of the networks that draw samples the one by the prior's means.",
          "Energy distance: squared, with d = 1 - IoU, between the raters' masks and "
            + "\(setting.drawnSamples ?? 1) samples of those networks, or the one prediction of the others; lower "
            + "is better. Diversity: the mean of d within a set.",
          "STAPLE of two raters is close to their union or to their intersection, whichever explains both better.",
        ])
    ]
  }

  func comparisons(_ results: ExperimentResults) -> [ComparisonTable] {
    guard let first = Self.rows.first else { return [] }
    return [("Dice, mean over all raters, in percent", Self.meanDice), ("squared energy distance", Self.energy)].map {
      name, measure in
      ComparisonTable(
        title: "Paired tests", measure: name,
        methods: Self.rows.dropFirst().map { ($0.title, results.numbersOfPatients($0.name, measure)) },
        against: (first.title, results.numbersOfPatients(first.name, measure)))
    }
  }

  func figures(_ results: ExperimentResults) -> [ExperimentFigure] { [] }
}
