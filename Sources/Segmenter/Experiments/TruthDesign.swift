internal import Foundation
internal import VolumeModel

/// The self-test of methods: a known part of the annotations is corrupted on purpose, methods that need some are given
/// trusted slices, and it is looked at whether their weights and uncertainties mark what is wrong. The controls are the plain
/// network and the plain network with dropout, whose losses mark too.
struct TruthDesign: ExperimentDesign {
  let setting: ExperimentSetting

  /// The area above which a map is said to mark what is wrong.
  static let bar = 0.7

  private struct Row {
    let name: String
    let title: String
    let plan: TrainingPlan
  }

  private var rows: [Row] {
    let plain = setting.plainRow
    return [
      Row(name: plain.name, title: plain.title, plan: plan(plain.method, dropout: nil)),
      Row(
        name: "\(plain.name)-dropout", title: "\(plain.title), dropout",
        plan: plan(plain.method, dropout: Dropout(rate: controlRate))),
    ]
      + setting.methodRows.map { row in
        let needed = row.method.name.details.neededDropout
        return Row(
          name: row.name, title: row.title,
          plan: plan(row.method, dropout: setting.dropout.map { Dropout(rate: $0) } ?? needed))
      }
  }

  private var controlRate: Double { setting.dropout ?? PerturbedTeacher.usualDropout.rate }

  private func plan(_ method: MethodSettings, dropout: Dropout?) -> TrainingPlan {
    var plan = setting.planWithoutGrowth
    plan.method = method
    plan.method.relabelling.sampler.count = setting.relabelSamples
    plan.architecture.dropout = dropout
    plan.prepareForNoisyAnnotations()
    return plan
  }

  private static func name(_ row: Row, _ kind: NoiseChoice, _ rate: Double) -> String {
    "\(row.name)_\(kind.name)_rate-\(rate)"
  }

  private var noises: [(kind: NoiseChoice, rate: Double)] {
    setting.kinds.flatMap { kind in setting.rates.map { (kind, $0) } }
  }

  var conditions: [ExperimentCondition] {
    noises.flatMap { kind, rate in
      rows.map { row in
        ExperimentCondition(
          Self.name(row, kind, rate), target: .noisy(kind, rate: rate), testNoise: kind, plan: row.plan)
      }
    }
  }

  // MARK: Tables

  /// One area of one kind of map.
  private static func area(
    _ map: PixelMapKind, _ path: @escaping @Sendable (CorruptionMark) -> Double?
  ) -> ExperimentResults.CellMeasure {
    { cell in cell.marks?.first { $0.map == map }.flatMap(path) }
  }

  private static let byPixel: @Sendable (CorruptionMark) -> Double? = { $0.areaByPixel }
  private static let bySlice: @Sendable (CorruptionMark) -> Double? = { $0.areaBySlice }
  private static let amongLikePixels: @Sendable (CorruptionMark) -> Double? = { $0.areaAmongLikePixels }
  private static let byWholeSlice: @Sendable (CorruptionMark) -> Double? = { $0.areaByWholeSlice }
  private static let byLesionSize: @Sendable (CorruptionMark) -> Double? = { $0.areaByLesionSize }

  private static let wrongFraction: @Sendable (CorruptionMark) -> Double? = { $0.wrongFraction }
  private static let wrongFractionOfWeight: @Sendable (CorruptionMark) -> Double? = { $0.wrongFractionOfWeight }

  private static func dice(_ reference: String) -> ExperimentResults.Measure { { $0.against(reference)?.dice } }

  func tables(_ results: ExperimentResults) -> [ResultTable] {
    noises.flatMap { kind, rate in
      let words = "\(kind.title) on \(Self.percent(rate))"
      return [
        table(
          "What marks corrupted annotations: \(words)", results, kind, rate,
          areas: [("pixels", Self.byPixel), ("slices", Self.bySlice)],
          dice: [("Dice clean", ReferenceResult.rater1), ("Dice noisy", ReferenceResult.noisy)],
          notes: notes(results, kind, rate)),
        table(
          "What marks them among pixels of the same truth: \(words)", results, kind, rate,
          areas: [("pixels", Self.amongLikePixels), ("slices", Self.byWholeSlice), ("size", Self.byLesionSize)],
          dice: [], notes: [Self.noteOnLikePixels]),
        weightTable("What is left of wrong labels: \(words)", results, kind, rate),
      ]
    }
  }

  /// Whether weights are low enough to change what is learned.
  private func weightTable(
    _ title: String, _ results: ExperimentResults, _ kind: NoiseChoice, _ rate: Double
  ) -> ResultTable {
    ResultTable(
      title: title, rowHeading: "method",
      columns: ["labels that are wrong", "weight on wrong labels"].map { ResultTable.Column($0, decimals: 2) },
      rows: rows.map { row in
        let name = Self.name(row, kind, rate)
        return (
          row.title,
          [Self.area(.loss, Self.wrongFraction), Self.area(.weight, Self.wrongFractionOfWeight)].map {
            results.numbersOfSeeds(name, ofCells: $0)
          }
        )
      }, notes: [Self.noteOnWeights])
  }

  private func table(
    _ title: String, _ results: ExperimentResults, _ kind: NoiseChoice, _ rate: Double,
    areas paths: [(heading: String, path: @Sendable (CorruptionMark) -> Double?)],
    dice: [(heading: String, reference: String)], notes: [String]
  ) -> ResultTable {
    let areas = PixelMapKind.allCases.flatMap { map in
      paths.map { ("\(map.rawValue), \($0.heading)", Self.area(map, $0.path)) }
    }
    return ResultTable(
      title: title, rowHeading: "method",
      columns: (areas.map(\.0) + dice.map(\.heading)).map { ResultTable.Column($0, decimals: 2) },
      rows: rows.map { row in
        let name = Self.name(row, kind, rate)
        return (
          row.title,
          areas.map { results.numbersOfSeeds(name, ofCells: $0.1) }
            + dice.map { results.numbersOfSeeds(name, Self.dice($0.reference)) }
        )
      }, notes: notes)
  }

  private static let noteOnLikePixels =
    "A map that is high or low at every outline marks, or seems to miss, whatever is changed there. Here a wrong label is "
    + "compared only with right labels of the same truth: lesion, or background within "
    + "\(String(format: "%g", CorruptionMark.bandMM)) mm of one; and slices by their mean over both. A map that does not "
    + "depend on the label is at 0.5. Size: how often a slice with more lesion than the median is marked more than another, "
    + "whatever was corrupted."

  private static let noteOnWeights =
    "Over the background within \(String(format: "%g", CorruptionMark.bandMM)) mm of true lesions: the fraction that the "
    + "annotation calls lesion, and the fraction of all weight there that lies on it. A network that cannot tell corrupted "
    + "slices from others learns the second as its probability of lesion: a method has undone the corruption where it is "
    + "near 0, and changed little where it is near the first."

  private func notes(_ results: ExperimentResults, _ kind: NoiseChoice, _ rate: Double) -> [String] {
    var words: (above: [String], below: [String]) = ([], [])
    for row in rows.dropFirst(2) {
      let name = Self.name(row, kind, rate)
      let best = [PixelMapKind.weight, .uncertainty].flatMap { map in
        [Self.byPixel, Self.bySlice].compactMap { path in
          SampleSummary(results.numbersOfSeeds(name, ofCells: Self.area(map, path)))?.mean
        }
      }.max()
      guard let best else { continue }
      let text = "\(row.title) \(String(format: "%.2f", best))"
      if best > Self.bar { words.above.append(text) } else { words.below.append(text) }
    }
    return [
      "Areas under the ROC curve, over the pixels that are lesion in the annotation or in truth, and over slices by their "
        + "mean: how well a low weight, a high uncertainty or a high loss marks a pixel, or a slice, whose annotation was "
        + "corrupted; 0.5 is chance. Maps are made by the last weights.",
      "Dice of the left-out patient, against its clean mask and against the same mask with this noise on every slice. "
        + "Dropout of the control: \(String(format: "%g", controlRate)).",
      "The best of a method's own maps is above \(Self.bar): " + Self.list(words.above) + ". It is not: "
        + Self.list(words.below) + ".",
    ]
  }

  private static func list(_ words: [String]) -> String { words.isEmpty ? "none" : words.joined(separator: ", ") }

  func comparisons(_ results: ExperimentResults) -> [ComparisonTable] {
    let measure = Self.dice(ReferenceResult.rater1)
    return noises.compactMap { kind, rate in
      guard let plain = rows.first, let control = rows.dropFirst().first else { return nil }
      return ComparisonTable(
        title: "Paired tests, \(kind.title) on \(Self.percent(rate))", measure: "Dice against the clean mask",
        methods: ([plain] + rows.dropFirst(2)).map {
          ($0.title, results.numbersOfPatients(Self.name($0, kind, rate), measure))
        }, against: (control.title, results.numbersOfPatients(Self.name(control, kind, rate), measure)))
    }
  }

  func figures(_ results: ExperimentResults) -> [ExperimentFigure] { [] }

  private static func percent(_ rate: Double) -> String { "\(Int((rate * 100).rounded())) %" }
}
