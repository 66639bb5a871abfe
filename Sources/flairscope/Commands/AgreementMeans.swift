import VolumeModel

/// The mean of every measure over several comparisons, and of how many each was n/a.
struct AgreementMeans: Encodable {
  private let all: [AgreementMetrics]

  init(_ all: [AgreementMetrics]) { self.all = all }

  private enum CodingKeys: String, CodingKey { case value, omitted }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AgreementMeasure.self)
    for measure in AgreementMeasure.allCases {
      let mean = measure.mean(over: all)
      var entry = container.nestedContainer(keyedBy: CodingKeys.self, forKey: measure)
      try entry.encode(mean.value, forKey: .value)
      try entry.encode(mean.omitted, forKey: .omitted)
    }
  }
}
