import VolumeModel

/// What `compare` says about more than two masks: every mask as the reference of every other.
struct AgreementMatrix: Encodable {
  private let paths: [String]
  private let setting: ComparisonSetting
  private let reports: [Pair: AgreementReport]

  private struct Pair: Hashable {
    let reference: Int
    let candidate: Int
  }

  init(paths: [String], masks: [Mask], brain: Mask?, setting: ComparisonSetting) {
    self.paths = paths
    self.setting = setting
    var reports: [Pair: AgreementReport] = [:]
    for reference in masks.indices {
      for candidate in masks.indices where candidate != reference {
        reports[Pair(reference: reference, candidate: candidate)] = setting.agreement.report(
          reference: masks[reference], candidate: masks[candidate], brain: brain)
      }
    }
    self.reports = reports
  }

  private var pairs: [Pair] {
    reports.keys.sorted { ($0.reference, $0.candidate) < ($1.reference, $1.candidate) }
  }

  private static let shown: [AgreementMeasure] = [
    .dice, .kappa, .hausdorff95MM, .averageSymmetricSurfaceDistanceMM, .lesionTruePositiveRate, .lesionF1,
  ]

  var text: String {
    var text = ""
    for (index, path) in paths.enumerated() {
      let report = reports.first { $0.key.reference == index }?.value
      text +=
        "mask \(index + 1)     \(name: path), \(ReadableNumber.text(report?.metrics.volumeReferenceML, decimals: 2)) ml\n"
    }
    text += setting.text
    let metrics = reports.values.map(\.metrics)
    for measure in Self.shown {
      text += "\n\(measure.title), row as reference, column as candidate\n"
      var table = TextTable([("", .right)] + paths.indices.map { ("\($0 + 1)", .right) })
      for reference in paths.indices {
        table.add(
          ["\(reference + 1)"]
            + paths.indices.map { candidate in
              reports[Pair(reference: reference, candidate: candidate)].map { measure.text(of: $0.metrics) } ?? "-"
            })
      }
      text += table.text
      let mean = measure.mean(over: metrics)
      text += "mean \(ReadableNumber.text(mean.value, decimals: measure.decimals)) of \(metrics.count - mean.omitted)"
      text += mean.omitted > 0 ? ", \(mean.omitted) n/a left out\n" : "\n"
    }
    return text
  }

  /// A row for each pair.
  var csv: String {
    AgreementText.csv(
      pairs.compactMap { pair in reports[pair].map { (paths[pair.reference], paths[pair.candidate], $0) } })
  }

  private enum CodingKeys: String, CodingKey { case masks, pairs, means }

  private struct Row: Encodable {
    let reference: String
    let candidate: String
    let metrics: AgreementMetrics
  }

  func encode(to encoder: any Encoder) throws {
    try setting.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(paths, forKey: .masks)
    try container.encode(
      pairs.compactMap { pair in
        reports[pair].map {
          Row(reference: paths[pair.reference], candidate: paths[pair.candidate], metrics: $0.metrics)
        }
      }, forKey: .pairs)
    try container.encode(AgreementMeans(reports.values.map(\.metrics)), forKey: .means)
  }
}
