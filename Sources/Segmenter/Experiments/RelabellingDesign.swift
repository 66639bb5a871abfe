internal import Foundation
internal import VolumeModel

/// Redekop and Chernyavskiy: every training annotation is noisy; the prediction of the left-out patient is compared with
/// its clean mask and with its noisy one.
struct RelabellingDesign: ExperimentDesign {
  let setting: ExperimentSetting

  private static let clean = "clean"
  private var methods: [MethodName] { [.plain] + setting.methods }

  var conditions: [ExperimentCondition] {
    let noisy = setting.kinds.flatMap { kind in
      methods.map { method in
        ExperimentCondition(
          Self.name(method, kind), target: .noisy(kind, rate: 1), testNoise: kind, plan: plan(method))
      }
    }
    return [ExperimentCondition(Self.clean, target: .clean, plan: plan(.plain))] + noisy
  }

  private func plan(_ method: MethodName) -> TrainingPlan {
    var plan = setting.planWithoutGrowth
    plan.method = MethodSettings(method, trustedFraction: setting.trustedFraction)
    plan.method.relabelling.sampler.count = setting.relabelSamples
    plan.prepareForNoisyAnnotations()
    return plan
  }

  private static func name(_ method: MethodName, _ kind: NoiseChoice) -> String { "\(method.rawValue)_\(kind.name)" }

  private static func title(_ method: MethodName) -> String {
    switch method {
    case .plain: "No noise correction"
    case .pixelReweighting: "Reweighting"
    default: method.details.title
    }
  }

  private static func dice(_ reference: String) -> ExperimentResults.Measure {
    { $0.against(reference).map { 100 * $0.dice } }
  }

  func tables(_ results: ExperimentResults) -> [ResultTable] {
    let columns = setting.kinds.flatMap { kind in
      [("clean", ReferenceResult.rater1), ("noisy", ReferenceResult.noisy)].map {
        (kind: kind, word: $0.0, reference: $0.1)
      }
    }
    let upper = SampleSummary(results.numbersOfSeeds(Self.clean, Self.dice(ReferenceResult.rater1)))
    let rows = methods.map { method in
      (
        name: Self.title(method),
        numbers: columns.map { column -> [Double]? in
          results.numbersOfSeeds(Self.name(method, column.kind), Self.dice(column.reference))
        }
      )
    }
    return [
      ResultTable(
        title: "Dice against clean and noisy masks", rowHeading: "method",
        columns: columns.map { ResultTable.Column("\($0.kind.title), \($0.word)") }, rows: rows,
        notes: [
          "In percent. Trained on clean masks: "
            + (upper.map { String(format: "%.1f", $0.mean) } ?? "n/a") + " against the clean masks. Reweighting has "
            + String(format: "%g", setting.trustedFraction * 100)
            + " % of the slices with a clean annotation, the others have none."
        ], published: .relabellingDermatoscopy)
    ] + (setting.methods.contains(.relabelling) ? [start(results)] : [])
  }

  func comparisons(_ results: ExperimentResults) -> [ComparisonTable] {
    let measure = Self.dice(ReferenceResult.rater1)
    return setting.kinds.map { kind in
      ComparisonTable(
        title: "Paired tests, \(kind.title)", measure: "Dice in percent against the clean mask",
        methods: setting.methods.map { (Self.title($0), results.numbersOfPatients(Self.name($0, kind), measure)) }
          + [("Trained on clean masks", results.numbersOfPatients(Self.clean, measure))],
        against: ("no noise correction", results.numbersOfPatients(Self.name(.plain, kind), measure)))
    }
  }

  /// For each kind of noise the two curves that show where relabelling starts: Dice of the left-out patients after every epoch,
  /// against their clean and their noisy masks; and how far the uncertainty of the training slices changed.
  func figures(_ results: ExperimentResults) -> [ExperimentFigure] {
    let shown = [MethodName.plain] + setting.methods.filter { $0 == .relabelling }
    return setting.kinds.flatMap { kind in
      let dice = shown.flatMap { method in
        [("clean", \EpochPoint.cleanDice), ("noisy", \EpochPoint.noisyDice)].map { word, path in
          ExperimentFigure.Curve(
            name: "\(Self.title(method)), \(word)",
            points: results.curve(Self.name(method, kind)) { 100 * $0[keyPath: path] })
        }
      }
      let change = ExperimentFigure.Curve(
        name: Self.title(.relabelling),
        points: results.curve(Self.name(.relabelling, kind)) { $0.uncertaintyChange.map { 100 * $0 } })
      return [
        ExperimentFigure(
          title: "Dice against clean and noisy masks, \(kind.title)", horizontalLabel: "epoch",
          verticalLabel: "Dice, percent", curves: dice.filter { !$0.points.isEmpty }),
        ExperimentFigure(
          title: "Change of the uncertainty, \(kind.title)", horizontalLabel: "epoch",
          verticalLabel: "relative change since the epoch before, percent",
          curves: change.points.isEmpty ? [] : [change]),
      ]
    }.filter { !$0.curves.isEmpty }
  }

  /// Where relabelling starts, and where the network without correction is nearest to the clean masks.
  private func start(_ results: ExperimentResults) -> ResultTable {
    let columns: [(name: String, method: MethodName, measure: ExperimentResults.CellMeasure)] = [
      ("start of relabelling", .relabelling, { $0.relabellingStart.map(Double.init) }),
      ("best epoch, clean", .plain, { Self.best($0, \.cleanDice) }),
      ("best epoch, noisy", .plain, { Self.best($0, \.noisyDice) }),
    ]
    return ResultTable(
      title: "Epochs: where relabelling starts, and where no correction is nearest to the masks", rowHeading: "noise",
      columns: columns.map { ResultTable.Column($0.name) },
      rows: setting.kinds.map { kind in
        (
          kind.title,
          columns.map { column -> [Double]? in
            results.numbersOfSeeds(Self.name(column.method, kind), ofCells: column.measure)
          }
        )
      },
      notes: [
        "Relabelling starts where the uncertainty of the training slices changes least for the first time, at most after "
          + "epoch \(RelabelStart.latest). Of the left-out patients, cut at 0.5; the mean over the networks of a seed."
      ])
  }

  private static func best(_ cell: CellResult, _ dice: KeyPath<EpochPoint, Double>) -> Double? {
    // While nothing is predicted no epoch is better than another.
    cell.epochs?.max { $0[keyPath: dice] < $1[keyPath: dice] }
      .flatMap { $0[keyPath: dice] > 0 ? Double($0.epoch) : nil }
  }
}

extension CellResult {
  /// The epoch after which relabelling started, by the changes of the uncertainty; nil where there are none.
  fileprivate var relabellingStart: Int? {
    let changes = (epochs ?? []).compactMap(\.uncertaintyChange)
    return changes.isEmpty ? nil : RelabelStart.epoch(changes: changes)
  }
}
