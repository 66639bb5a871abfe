internal import Foundation
internal import VolumeModel

/// The tables of MCPM (Wang et al., MICCAI 2020) and PINT (Shi and Wu, MICCAI 2021): a fraction of the training slices is
/// noisy, the left-out patient is compared with the clean mask.
struct NoiseDesign: ExperimentDesign {
  let setting: ExperimentSetting

  private static let clean = "clean"
  private static let cleanTitle = "U-Net Clean (upper bound)"
  private static let reweightingTitle = "Reweighting (\(MethodName.pixelReweighting.details.title))"
  /// What MCPM's tables call the rows that are named otherwise here.
  private static let namesOfMCPM = [
    cleanTitle: "U-Net Clean", NetworkKind.probabilistic.title: "Prob U-Net", NetworkKind.phiseg.title: "Phi-Seg",
  ]
  private static let trustedOnly = "meta-only"

  /// The plain network and the methods, all on noisy annotations.
  private var noisyMethods: [MethodRow] {
    [setting.plainRow] + setting.methodRows.filter { $0.method.name != .trustedOnly }
  }

  var conditions: [ExperimentCondition] {
    var found = [ExperimentCondition(Self.clean, target: .clean, plan: plan(setting.plainRow.method))]
    let first = setting.kinds.first.map { ExperimentTarget.noisy($0, rate: setting.rates.first ?? 1) }
    if let row = setting.methodRows.first(where: { $0.method.name == .trustedOnly }), let first {
      var plan = plan(row.method)
      // As many steps as the others have, out of far fewer slices.
      plan.epochs = Int((Double(setting.epochs) / setting.trustedFraction).rounded())
      found.append(ExperimentCondition(Self.trustedOnly, target: first, plan: plan))
    }
    for kind in setting.kinds {
      for rate in setting.rates {
        for network in setting.networks ?? [] {
          let name = Self.name(network, kind, rate)
          guard !found.contains(where: { $0.name == name }) else { continue }
          var plan = plan(setting.plainRow.method)
          plan.use(network)
          found.append(ExperimentCondition(name, target: .noisy(kind, rate: rate), plan: plan))
        }
        for method in noisyMethods {
          let name = Self.name(method, kind, rate)
          // Without noise all kinds are one, and the plain network is that on clean annotations.
          guard !found.contains(where: { $0.name == name }) else { continue }
          found.append(ExperimentCondition(name, target: .noisy(kind, rate: rate), plan: plan(method.method)))
        }
      }
    }
    return found
  }

  private func plan(_ method: MethodSettings) -> TrainingPlan {
    var plan = setting.planWithoutGrowth
    plan.method = method
    plan.prepareForNoisyAnnotations()
    return plan
  }

  private static func name(_ row: MethodRow, _ kind: NoiseChoice, _ rate: Double) -> String {
    guard rate > 0 else { return row.method.name == .plain ? clean : "\(row.name)_\(clean)" }
    return "\(row.name)_\(kind.name)_rate-\(rate)"
  }

  private static func name(_ network: NetworkKind, _ kind: NoiseChoice, _ rate: Double) -> String {
    rate > 0 ? "\(network.rawValue)_\(kind.name)_rate-\(rate)" : "\(network.rawValue)_\(clean)"
  }

  // MARK: Tables

  private struct Row {
    let title: String
    let condition: (NoiseChoice, Double) -> String
  }

  private var rows: [Row] {
    let noisy = noisyMethods.map { method in
      Row(title: method.method.name == .pixelReweighting ? Self.reweightingTitle : method.title) { kind, rate in
        Self.name(method, kind, rate)
      }
    }
    let trusted =
      setting.methods.contains(.trustedOnly)
      ? [Row(title: MethodName.trustedOnly.details.title) { _, _ in Self.trustedOnly }] : []
    let networks = (setting.networks ?? []).map { network in
      Row(title: network.title) { kind, rate in Self.name(network, kind, rate) }
    }
    let clean = Row(title: Self.cleanTitle) { _, _ in Self.clean }
    return Array(noisy.prefix(1)) + (networks + trusted) + Array(noisy.dropFirst()) + [clean]
  }

  private static let overlap: ExperimentResults.Measure = {
    $0.against(ReferenceResult.rater1)?.meanSliceIoU.map { 100 * $0 }
  }
  private static let dice: ExperimentResults.Measure = {
    $0.against(ReferenceResult.rater1).map { 100 * $0.dice }
  }
  private static let measures: [(name: String, decimals: Int, measure: ExperimentResults.Measure)] = [
    ("mIoU", 1, overlap), ("Dice", 1, dice),
    ("Hausdorff", 1, { $0.against(ReferenceResult.rater1)?.hausdorffMM }),
    ("ASD", 2, { $0.against(ReferenceResult.rater1)?.averageDistanceMM }),
  ]

  func tables(_ results: ExperimentResults) -> [ResultTable] {
    setting.rates.map { byKind(results, rate: $0) }
      + (setting.rates.count > 1
        ? setting.kinds.flatMap { [overlapByRate(results, $0), diceByRate(results, $0)] } : [])
  }

  private static let measuresNote =
    "mIoU: foreground IoU of each slice with lesion or prediction, averaged over the slices, in percent; Dice of the scan "
    + "in percent; Hausdorff and ASD (from the prediction to the reference) in mm. Against the clean mask of rater 1."

  /// Without noise all kinds are one.
  private func kinds(_ rate: Double) -> [NoiseChoice] { rate > 0 ? setting.kinds : Array(setting.kinds.prefix(1)) }

  /// Every measure of every kind of noise.
  private func byKind(_ results: ExperimentResults, rate: Double) -> ResultTable {
    let columns = kinds(rate).flatMap { kind in Self.measures.map { (kind, $0) } }
    return ResultTable(
      title: rate > 0 ? "Noise on \(Self.percent(rate)) of the annotations" : "Clean annotations", rowHeading: "method",
      columns: columns.map { kind, one in
        ResultTable.Column(rate > 0 ? "\(one.name) \(kind.title)" : one.name, decimals: one.decimals)
      },
      // Without noise the last row is the first.
      rows: (rate > 0 ? rows : rows.dropLast()).map { row in
        (row.title, columns.map { kind, one in results.numbersOfSeeds(row.condition(kind, rate), one.measure) })
      }, notes: [Self.measuresNote], published: rate == 0.4 ? .noiseLIDC : nil, publishedNames: Self.namesOfMCPM)
  }

  /// MCPM's second table.
  private func overlapByRate(_ results: ExperimentResults, _ kind: NoiseChoice) -> ResultTable {
    let names = setting.rates.map { "mIoU rate \(Self.text($0))" }
    return ResultTable(
      title: "mIoU against the noise rate, \(kind.title)", rowHeading: "method",
      columns: names.map { ResultTable.Column($0) },
      rows: rows.map { row in
        (row.title, setting.rates.map { results.numbersOfSeeds(row.condition(kind, $0), Self.overlap) })
      }, published: kind == NoiseChoice(.dilate) ? .noiseRates : nil,
      publishedNames: Dictionary(
        uniqueKeysWithValues: zip(names, setting.rates).map { ($0, "LIDC rate \(Self.text($1))") }
      ).merging(Self.namesOfMCPM) { $1 })
  }

  /// PINT's table, of V-Nets throughout.
  private func diceByRate(_ results: ExperimentResults, _ kind: NoiseChoice) -> ResultTable {
    let columns = setting.rates.flatMap { rate in [Self.measures[1], Self.measures[3]].map { (rate, $0) } }
    let hasVNet = (setting.networks ?? []).contains(.vnet)
    let published = PublishedTable.noiseLeftAtrium
    let isPublished = columns.contains { rate, one in
      published.columns.contains("\(one.name) rate \(Self.text(rate))")
    }
    return ResultTable(
      title: "Dice and ASD against the noise rate, \(kind.title)", rowHeading: "method",
      columns: columns.map { ResultTable.Column("\($1.name) rate \(Self.text($0))", decimals: $1.decimals) },
      rows: rows.map { row in
        (row.title, columns.map { rate, one in results.numbersOfSeeds(row.condition(kind, rate), one.measure) })
      },
      notes: isPublished
        ? [
          "The published networks are V-Nets: "
            + (hasVNet ? "" : "their plain one stands beside the U-Net here, ")
            + "their upper bound beside the U-Net on clean annotations. The published ASD is in voxels, that here in mm."
        ] : [],
      published: published,
      publishedNames: [
        hasVNet ? NetworkKind.vnet.title : "U-Net": "V-net", Self.reweightingTitle: "Reweighting",
        Self.cleanTitle: "Upper bound",
      ])
  }

  func comparisons(_ results: ExperimentResults) -> [ComparisonTable] {
    let pairs = setting.kinds.flatMap { kind in setting.rates.map { (kind, $0) } }
    return pairs.filter { kinds($1).contains($0) }.map { kind, rate in
      // Without noise the first row and the last are one network.
      let others = rate > 0 ? rows.dropFirst() : rows.dropFirst().dropLast()
      let baseline = rows.first.map { $0.condition(kind, rate) } ?? ""
      return ComparisonTable(
        title: rate > 0 ? "Paired tests, \(kind.title) on \(Self.percent(rate))" : "Paired tests, clean annotations",
        measure: "Dice in percent",
        methods: others.map { ($0.title, results.numbersOfPatients($0.condition(kind, rate), Self.dice)) },
        against: (
          rate > 0 ? "the U-Net on noisy annotations" : "the U-Net", results.numbersOfPatients(baseline, Self.dice)
        ))
    }
  }

  /// Four methods a figure, the plain network on noisy and on clean annotations in each.
  func figures(_ results: ExperimentResults) -> [ExperimentFigure] {
    guard setting.rates.count > 1 else { return [] }
    let references = [rows.first, rows.last].compactMap(\.self)
    let others = Array(rows.dropFirst().dropLast())
    return setting.kinds.flatMap { kind in
      stride(from: 0, to: max(1, others.count), by: 4).map { start in
        ExperimentFigure(
          title: "Dice against the noise rate, \(kind.title)", horizontalLabel: "noise rate",
          verticalLabel: "Dice, percent",
          curves: (references + others[min(start, others.count)..<min(others.count, start + 4)]).map { row in
            ExperimentFigure.Curve(
              name: row.title,
              points: setting.rates.sorted().compactMap { rate in
                SampleSummary(results.numbersOfSeeds(row.condition(kind, rate), Self.dice))
                  .map { SIMD2(rate, $0.mean) }
              })
          })
      }
    }
  }

  private static func percent(_ rate: Double) -> String { "\(Int((rate * 100).rounded())) %" }
  private static func text(_ rate: Double) -> String { String(format: "%g", rate) }
}
