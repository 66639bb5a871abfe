import VolumeModel

/// The mean of every measure over several comparisons, and of how many each was n/a.
struct AgreementMeans: Encodable {
  private let all: [AgreementMetrics]
  private let draws: BootstrapDraws?

  /// - Parameter draws: of the same comparisons, for intervals.
  init(_ all: [AgreementMetrics], _ draws: BootstrapDraws? = nil) {
    self.all = all
    self.draws = draws
  }

  private enum CodingKeys: String, CodingKey { case value, omitted, interval }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AgreementMeasure.self)
    for measure in AgreementMeasure.allCases {
      let mean = measure.mean(over: all)
      var entry = container.nestedContainer(keyedBy: CodingKeys.self, forKey: measure)
      try entry.encode(mean.value, forKey: .value)
      try entry.encode(mean.omitted, forKey: .omitted)
      if let draws { try entry.encode(MeasureSummary(measure, all, draws).interval, forKey: .interval) }
    }
  }
}
