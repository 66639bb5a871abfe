import VolumeModel

/// What `score` found of several models over one study, with paired tests of each against the first.
struct ModelScores: Encodable {
  /// The predictions of one folder.
  struct Model {
    let name: String
    let summary: ScoreSummary
  }

  private let models: [Model]
  private let failures: [String]
  /// One for each rater and measure.
  private let comparisons: [ComparisonTable]

  /// - Parameter patients: whose scan each case is. The visits of a patient are no independent observations, so their mean
  ///   is one number of the test.
  init(_ models: [Model], patients: [String: String], failures: [String]) {
    self.models = models
    self.failures = failures
    let raters = models.map(\.summary.raterNames).max { $0.count < $1.count } ?? []
    comparisons = raters.enumerated().flatMap { index, rater in
      ScoreSummary.shown.compactMap { measure in
        let numbers = models.map { model in
          (model.name, Self.means(model.summary.values(of: measure, rater: index), patients))
        }
        guard let baseline = numbers.first else { return nil }
        return ComparisonTable(
          title: "Against \(rater), the mean of a patient's scans", measure: measure.title,
          methods: numbers.dropFirst().map { (name: $0.0, numbers: $0.1) },
          against: (name: baseline.0, numbers: baseline.1))
      }
    }
  }

  private static func means(_ values: [String: Double?], _ patients: [String: String]) -> [String: Double?] {
    var byPatient: [String: [Double]] = [:]
    // In one order, so that sums have the same bits whenever they are made.
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let value else { continue }
      byPatient[patients[name] ?? name, default: []].append(value)
    }
    return byPatient.mapValues { $0.reduce(0, +) / Double($0.count) }
  }

  /// A row for each model, prediction and rater.
  var csv: String {
    CSV.table(
      [["model"] + ScoreSummary.heading] + models.flatMap { model in model.summary.rows.map { [model.name] + $0 } })
  }

  var text: String {
    (models.map { "\($0.name)\n\n\($0.summary.text)" } + comparisons.map(\.text)).joined(separator: "\n")
  }

  private enum CodingKeys: String, CodingKey { case models, comparisons, failures }

  private struct NamedSummary: Encodable {
    let model: Model

    private enum CodingKeys: String, CodingKey { case predictions }

    func encode(to encoder: any Encoder) throws {
      try model.summary.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(model.name, forKey: .predictions)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(models.map(NamedSummary.init), forKey: .models)
    try container.encode(comparisons, forKey: .comparisons)
    try container.encode(failures, forKey: .failures)
  }
}
