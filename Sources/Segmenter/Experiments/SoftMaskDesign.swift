internal import VolumeModel

/// Kats, Goldberger and Greenspan, ISBI 2019: trained on the grown mask of rater 1, scored against rater 1 and rater 2.
struct SoftMaskDesign: ExperimentDesign {
  let setting: ExperimentSetting

  /// The size 100 %, the label 0 and the binary mask are one condition.
  private static let binary = "binary"

  var conditions: [ExperimentCondition] {
    var found: [ExperimentCondition] = []
    for (size, label) in settings {
      let name = Self.name(size: size, label: label)
      guard !found.contains(where: { $0.name == name }) else { continue }
      var plan = setting.plan(seed: 1, threads: 1)
      plan.softMask =
        name == Self.binary
        ? SoftMaskParameters(size: 1, label: 0) : SoftMaskParameters(size: size, label: label)
      found.append(ExperimentCondition(name, target: .softMask(plan.softMask), plan: plan))
    }
    return found
  }

  private var settings: [(size: Double, label: Double)] {
    [(1, 0), (ExperimentSetting.usualSize, ExperimentSetting.usualLabel)]
      + setting.sizes.map { ($0, ExperimentSetting.usualLabel) }
      + setting.labels.map { (ExperimentSetting.usualSize, $0) }
  }

  private static func name(size: Double, label: Double) -> String {
    size == 1 || label == 0 ? binary : "size-\(size)_label-\(label)"
  }

  // MARK: Tables

  private static let measures: [(column: String, measure: ExperimentResults.Measure)] = [
    ("Dice R1", { $0.against(ReferenceResult.rater1).map { 100 * $0.dice } }),
    ("Dice R2", { $0.against(ReferenceResult.rater2).map { 100 * $0.dice } }),
    ("Precision R1", { $0.against(ReferenceResult.rater1).map { 100 * $0.precision } }),
    ("Precision R2", { $0.against(ReferenceResult.rater2).map { 100 * $0.precision } }),
    ("Recall R1", { $0.against(ReferenceResult.rater1)?.recall.map { 100 * $0 } }),
    ("Recall R2", { $0.against(ReferenceResult.rater2)?.recall.map { 100 * $0 } }),
  ]

  private var bySize: [(row: String, condition: String)] {
    setting.sizes.map {
      ("\(Int(($0 * 100).rounded())) %", Self.name(size: $0, label: ExperimentSetting.usualLabel))
    }
  }

  private var byLabel: [(row: String, condition: String)] {
    setting.labels.map { ("\($0)", Self.name(size: ExperimentSetting.usualSize, label: $0)) }
  }

  private var binaryAndSoft: [(row: String, condition: String)] {
    [
      ("binary mask", Self.binary),
      ("soft labelled mask", Self.name(size: ExperimentSetting.usualSize, label: ExperimentSetting.usualLabel)),
    ]
  }

  func tables(_ results: ExperimentResults) -> [ResultTable] {
    func table(
      _ title: String, _ heading: String, _ rows: [(row: String, condition: String)], _ published: PublishedTable,
      _ names: [String: String] = [:]
    ) -> ResultTable {
      ResultTable(
        title: title, rowHeading: heading, columns: Self.measures.map { ResultTable.Column($0.column) },
        rows: rows.map { row in
          (row.row, Self.measures.map { results.numbersOfSeeds(row.condition, $0.measure) })
        }, notes: ["In percent. R1: the rater that was trained on; R2: the other one, where a scan has one."],
        published: published, publishedNames: names)
    }
    return [
      table("Mask size at a soft label of 0.3", "mask size", bySize, .softMaskSize),
      table("Soft label at a mask size of 120 %", "soft label", byLabel, .softMaskLabel),
      table(
        "Binary against soft", "method", binaryAndSoft, .softMaskChallenge,
        ["Dice R1": "Dice", "Precision R1": "Precision", "Recall R1": "Recall"]),
    ]
  }

  func comparisons(_ results: ExperimentResults) -> [ComparisonTable] {
    let others = conditions.filter { $0.name != Self.binary }
    return Self.measures.prefix(2).map { column, measure in
      ComparisonTable(
        title: "Paired tests", measure: column + " in percent",
        methods: others.map { (Self.title($0), results.numbersOfPatients($0.name, measure)) },
        against: ("the binary mask", results.numbersOfPatients(Self.binary, measure)))
    }
  }

  private static func title(_ condition: ExperimentCondition) -> String {
    let softMask = condition.plan.softMask
    return "\(Int((softMask.size * 100).rounded())) %, label \(softMask.label)"
  }

  func figures(_ results: ExperimentResults) -> [ExperimentFigure] {
    func figure(_ title: String, _ label: String, _ places: [(x: Double, condition: String)]) -> ExperimentFigure {
      ExperimentFigure(
        title: title, horizontalLabel: label, verticalLabel: "percent",
        curves: Self.measures.map { column, measure in
          ExperimentFigure.Curve(
            name: column,
            points: places.sorted { $0.x < $1.x }.compactMap { place in
              SampleSummary(results.numbersOfSeeds(place.condition, measure)).map { SIMD2(place.x, $0.mean) }
            })
        }.filter { !$0.points.isEmpty })
    }
    return [
      figure(
        "Mask size at a soft label of 0.3", "mask size, percent",
        zip(setting.sizes, bySize).map { ($0 * 100, $1.condition) }),
      figure(
        "Soft label at a mask size of 120 %", "soft label", zip(setting.labels, byLabel).map { ($0, $1.condition) }),
    ]
  }
}
