import VolumeModel

/// What `score` found over several scans: each of them, the means, and the ISBI 2015 composite, which is defined here.
struct ScoreSummary: Encodable {
  /// One scan with the masks its scores came from.
  struct Scan {
    /// Whose scan it is; nil for scans that were named one by one.
    var patient: String?
    let result: ScoreResult
    let prediction: Mask
    let raters: [Mask]
  }

  private let results: [ScoreResult]
  private let composite: ISBI2015Composite
  /// A sentence for each case that was left out.
  private let failures: [String]?
  private let patients: [String]
  private let intervals: BootstrapArguments

  init(_ scans: [Scan], failures: [String]? = nil, intervals: BootstrapArguments) {
    self.failures = failures
    self.intervals = intervals
    patients = scans.enumerated().map { $1.patient ?? "scan \($0)" }
    results = scans.map(\.result)
    composite = ISBI2015Composite(
      scans.map { ISBI2015Composite.Scan(prediction: $0.prediction, raters: $0.raters) })
  }

  static let shown: [AgreementMeasure] = [
    .dice, .precision, .recall, .hausdorff95MM, .signedVolumeDifference, .lesionTruePositiveRate,
    .lesionFalsePositiveRate,
  ]

  /// By place: a case may have one rater where others have two, and its own names for them.
  var raterNames: [String] {
    (0..<(results.map(\.raters.count).max() ?? 0)).map { "rater\($0 + 1)" }
  }

  private func scans(ofRater index: Int) -> [(result: ScoreResult, metrics: AgreementMetrics)] {
    results.compactMap { result in
      result.raters.indices.contains(index) ? (result, result.raters[index].metrics) : nil
    }
  }

  private func metrics(ofRater index: Int) -> [AgreementMetrics] { scans(ofRater: index).map(\.metrics) }

  /// Draws of the patients whose scans the rater of a place has.
  private func draws(ofRater index: Int) -> BootstrapDraws {
    intervals.draws.draws(
      ofPatients: zip(patients, results).filter { $0.1.raters.indices.contains(index) }.map(\.0))
  }

  /// A row for each prediction and rater; n/a is an empty field.
  var csv: String { CSV.table([Self.heading] + rows) }

  static var heading: [String] {
    ["case", "prediction", "threshold", "rater", "rater_file"] + AgreementMeasure.allCases.map(\.rawValue)
  }

  var rows: [[String]] {
    results.flatMap { result in
      result.raters.map { rater in
        [
          result.case ?? "", result.prediction, result.threshold.map { AgreementText.full($0) } ?? "", rater.name,
          rater.path,
        ]
          + AgreementMeasure.allCases.map { AgreementText.full($0.value(of: rater.metrics)) }
      }
    }
  }

  /// A measure against the rater of a place, by the name of the case.
  func values(of measure: AgreementMeasure, rater index: Int) -> [String: Double?] {
    Dictionary(
      scans(ofRater: index).map { ($0.result.case ?? $0.result.prediction, measure.value(of: $0.metrics)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// How predictions became masks, and which raters are not people.
  private var heading: String {
    var lines: [String] = []
    let own = results.count { $0.mask != nil }
    if own > 0 { lines.append("masks of \(own) of \(results.count) predictions as predict wrote them") }
    for cut in Set(results.filter { $0.kind == "probability" }.compactMap(\.threshold)).sorted() {
      let removed = results.filter { $0.threshold == cut }.map(\.removedMM3).max() ?? 0
      lines.append(
        "maps cut at \(ReadableNumber.text(cut, decimals: 2)), components up to "
          + "\(ReadableNumber.text(removed, decimals: 1)) mm^3 removed")
    }
    for (place, name) in raterNames.enumerated() {
      let count = results.count { $0.raters.indices.contains(place) && $0.raters[place].simulated }
      if count > 0 { lines.append("\(name) is SIMULATED, not a person, in \(count) of \(results.count) scans") }
    }
    return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n\n"
  }

  var text: String {
    var text = heading
    for (index, name) in raterNames.enumerated() {
      var table = TextTable(
        [("prediction : \(name)", .left)] + Self.shown.map { ($0.title, .right) })
      let all = metrics(ofRater: index)
      for (result, metrics) in scans(ofRater: index) {
        table.add([result.case ?? result.prediction] + Self.shown.map { $0.text(of: metrics) })
      }
      table.add(
        ["mean"]
          + Self.shown.map { measure in
            let mean = measure.mean(over: all)
            let value = ReadableNumber.text(mean.value, decimals: measure.decimals)
            return mean.omitted > 0 ? "\(value) (\(mean.omitted) n/a)" : value
          })
      let draws = draws(ofRater: index)
      let ends = Self.shown.map { MeasureSummary($0, all, draws).interval }
      if ends.contains(where: { $0 != nil }) {
        table.add(["95 % of the mean"] + zip(Self.shown, ends).map { Self.range($1, $0.decimals) })
      }
      text += table.text + "\n"
    }
    return text + composite.text
  }

  private static func range(_ interval: ConfidenceInterval?, _ decimals: Int) -> String {
    guard let interval else { return "n/a" }
    let ends = [interval.lower, interval.upper].map { ReadableNumber.text($0, decimals: decimals) }
    return "[\(ends.joined(separator: ", "))]"
  }

  private enum CodingKeys: String, CodingKey { case scans, means, isbi, failures }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(results, forKey: .scans)
    try container.encode(
      Dictionary(
        uniqueKeysWithValues: raterNames.enumerated().map { place, name in
          (name, AgreementMeans(metrics(ofRater: place), draws(ofRater: place)))
        }),
      forKey: .means)
    try container.encode(composite, forKey: .isbi)
    try container.encodeIfPresent(failures, forKey: .failures)
  }
}

extension ISBI2015Composite {
  var text: String {
    if scanCount < ISBI2015Composite.fewestScans {
      return "ISBI 2015 composite: n/a, since its correlation of volumes needs \(ISBI2015Composite.fewestScans) scans\n"
    }
    var text = "ISBI 2015 composite over \(scanCount) scans: \(ReadableNumber.text(composite))"
    text += ", volume correlation " + correlations.map { ReadableNumber.text($0) }.joined(separator: " and ")
    if let score, let interRater {
      text += "\n  score \(ReadableNumber.text(score, decimals: 1)), where 90 is as good as the raters"
      text += " (\(ReadableNumber.text(interRater)))"
    }
    return text + "\n"
  }
}
