import VolumeModel

/// What `score` found over several scans: each of them, the means, and the ISBI 2015 composite, which is defined here.
struct ScoreSummary: Encodable {
  /// One scan with the masks its scores came from.
  struct Scan {
    let result: ScoreResult
    let prediction: Mask
    let raters: [Mask]
  }

  private let results: [ScoreResult]
  private let composite: CompositeOverScans

  init(_ scans: [Scan]) {
    results = scans.map(\.result)
    composite = CompositeOverScans(scans)
  }

  private static let shown: [AgreementMeasure] = [
    .dice, .precision, .recall, .hausdorff95MM, .signedVolumeDifference, .lesionTruePositiveRate,
    .lesionFalsePositiveRate,
  ]

  private var raterNames: [String] { results.first?.raters.map(\.name) ?? [] }

  private func metrics(ofRater index: Int) -> [AgreementMetrics] {
    results.compactMap { $0.raters.indices.contains(index) ? $0.raters[index].metrics : nil }
  }

  var text: String {
    var text = ""
    for (index, name) in raterNames.enumerated() {
      var table = TextTable(
        [("prediction : \(name)", .left)] + Self.shown.map { ($0.title, .right) })
      let all = metrics(ofRater: index)
      for (result, metrics) in zip(results, all) {
        table.add([result.prediction] + Self.shown.map { $0.text(of: metrics) })
      }
      table.add(
        ["mean"]
          + Self.shown.map { measure in
            let mean = measure.mean(over: all)
            let value = ReadableNumber.text(mean.value, decimals: measure.decimals)
            return mean.omitted > 0 ? "\(value) (\(mean.omitted) n/a)" : value
          })
      text += table.text + "\n"
    }
    return text + composite.text
  }

  private enum CodingKeys: String, CodingKey { case scans, means, isbi }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(results, forKey: .scans)
    try container.encode(
      Dictionary(
        uniqueKeysWithValues: raterNames.enumerated().map { ($0.element, AgreementMeans(metrics(ofRater: $0.offset))) }),
      forKey: .means)
    try container.encode(composite, forKey: .isbi)
  }
}

/// The ISBI 2015 composite over several scans: against each rater, and of the raters against each other.
struct CompositeOverScans: Encodable {
  private let scans: Int
  /// Pearson's, of the predicted volumes with each rater's.
  private let correlations: [Double?]
  private let composite: Double?
  private let interRater: Double?

  init(_ all: [ScoreSummary.Scan]) {
    scans = all.count
    let raters = all.map(\.raters.count).min() ?? 0
    let against = (0..<raters).map { rater in
      Side(all.map { (reference: $0.raters[rater], candidate: $0.prediction) })
    }
    correlations = against.map(\.correlation)
    composite = Self.mean(against.map(\.composite))
    interRater =
      raters == 2
      ? Self.mean([
        Side(all.map { (reference: $0.raters[0], candidate: $0.raters[1]) }).composite,
        Side(all.map { (reference: $0.raters[1], candidate: $0.raters[0]) }).composite,
      ]) : nil
  }

  /// One mask of every scan against another.
  private struct Side {
    let correlation: Double?
    let composite: Double?

    init(_ pairs: [(reference: Mask, candidate: Mask)]) {
      correlation = ISBI2015Score.correlation(pairs.map(\.candidate.volumeML), pairs.map(\.reference.volumeML))
      let terms = pairs.compactMap { ISBI2015Score.scanTerms(reference: $0.reference, candidate: $0.candidate) }
      composite =
        terms.count == pairs.count ? ISBI2015Score.composite(scanTerms: terms, volumeCorrelation: correlation) : nil
    }
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    return known.isEmpty || known.count < values.count ? nil : known.reduce(0, +) / Double(known.count)
  }

  private var score: Double? {
    guard let composite, let interRater else { return nil }
    return ISBI2015Score.normalised(composite: composite, interRater: interRater)
  }

  var text: String {
    var text = "ISBI 2015 composite over \(scans) scans: \(ReadableNumber.text(composite))"
    text += ", volume correlation " + correlations.map { ReadableNumber.text($0) }.joined(separator: " and ")
    if let score, let interRater {
      text += "\n  score \(ReadableNumber.text(score, decimals: 1)), where 90 is as good as the raters"
      text += " (\(ReadableNumber.text(interRater)))"
    }
    return text + "\n"
  }

  private enum CodingKeys: String, CodingKey {
    case scans, sc, score
    case interRater = "sc_inter_rater"
    case correlations = "volume_correlation"
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(scans, forKey: .scans)
    try container.encode(composite, forKey: .sc)
    try container.encode(score, forKey: .score)
    try container.encode(interRater, forKey: .interRater)
    try container.encode(correlations, forKey: .correlations)
  }
}
