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
    ]
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

  /// Dice against the clean masks, the kinds of noise from left to right in the order of the table.
  func figures(_ results: ExperimentResults) -> [ExperimentFigure] {
    let kinds = setting.kinds.enumerated().map { "\($0 + 1) \($1.title)" }.joined(separator: ", ")
    func curve(_ name: String, _ condition: (NoiseChoice) -> String, _ reference: String) -> ExperimentFigure.Curve {
      ExperimentFigure.Curve(
        name: name,
        points: setting.kinds.enumerated().compactMap { place, kind in
          SampleSummary(results.numbersOfSeeds(condition(kind), Self.dice(reference)))
            .map { SIMD2(Double(place + 1), $0.mean) }
        })
    }
    return [(ReferenceResult.rater1, "clean"), (ReferenceResult.noisy, "noisy")].map { reference, word in
      let noisy = methods.map { method in
        curve(Self.title(method), { Self.name(method, $0) }, reference)
      }
      let upper = curve("Trained on clean masks", { _ in Self.clean }, reference)
      return ExperimentFigure(
        title: "Dice against the \(word) masks", horizontalLabel: kinds, verticalLabel: "Dice, percent",
        curves: (noisy + [upper]).filter { !$0.points.isEmpty })
    }
  }
}
