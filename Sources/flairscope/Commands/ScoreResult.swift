import VolumeModel

/// What `score` found, as JSON and as a table.
struct ScoreResult: Encodable {
  struct Rater: Encodable {
    let name: String
    let path: String
    let simulated: Bool
    let metrics: AgreementMetrics

    init(file: RaterFile, metrics: AgreementMetrics) {
      name = file.name
      path = file.path
      simulated = file.isSimulated
      self.metrics = metrics
    }
  }

  let prediction: String
  let kind: String
  let threshold: Double
  let removed_up_to_mm3: Double
  let raters: [Rater]
  let inter_rater: AgreementMetrics?
  let losses: [String: Double?]?
  let isbi: CompositeScore
  let notes: [String]

  private enum CodingKeys: String, CodingKey {
    case prediction, kind, threshold, removed_up_to_mm3, raters, inter_rater, losses, isbi, notes
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(prediction, forKey: .prediction)
    try container.encode(kind, forKey: .kind)
    try container.encode(threshold, forKey: .threshold)
    try container.encode(removed_up_to_mm3, forKey: .removed_up_to_mm3)
    try container.encode(raters, forKey: .raters)
    try container.encode(inter_rater, forKey: .inter_rater)
    try container.encode(losses ?? [:], forKey: .losses)
    try container.encode(isbi, forKey: .isbi)
    try container.encode(notes, forKey: .notes)
  }

  var text: String {
    var columns: [(heading: String, alignment: TextTable.Alignment)] = [("measure", .left)]
    columns += raters.map { ("prediction : \($0.name)", .right) }
    if inter_rater != nil { columns.append(("rater2 : rater1", .right)) }
    var table = TextTable(columns)
    let each = (raters.map(\.metrics) + (inter_rater.map { [$0] } ?? [])).map(AgreementText.rows)
    if let first = each.first {
      for (index, row) in first.enumerated() { table.add([row.name] + each.map { $0[index].value }) }
    }
    var lines = ["prediction  \(prediction) (\(kind))"]
    if kind == "probability" {
      lines[0] += ", cut at \(ReadableNumber.text(threshold, decimals: 2))"
    }
    if removed_up_to_mm3 > 0 {
      lines[0] += ", components up to \(ReadableNumber.text(removed_up_to_mm3, decimals: 1)) mm^3 removed"
    }
    for rater in raters { lines.append("\(rater.name)      \(rater.path)\(rater.simulated ? " (simulated)" : "")") }
    var text = lines.joined(separator: "\n") + "\n\n" + table.text
    if let losses {
      var table = TextTable([("loss", .left), ("value", .right)])
      for (name, value) in losses.sorted(by: { $0.key < $1.key }) {
        table.add([name, ReadableNumber.text(value, decimals: 4)])
      }
      text += "\n" + table.text
    }
    text += "\nISBI 2015 composite \(ReadableNumber.text(isbi.sc)) (one scan, without the volume correlation)"
    if let score = isbi.score, let interRater = isbi.sc_inter_rater {
      text += ", score \(ReadableNumber.text(score, decimals: 1))"
      text += " where 90 is as good as the raters (\(ReadableNumber.text(interRater)))"
    }
    return text + "\n"
  }
}

/// The ISBI 2015 composite of one scan against each rater, and of the raters against each other. Lesions are
/// 18-connected and found by any overlap, as the challenge defines it, whatever the other measures use.
struct CompositeScore: Encodable {
  /// The mean over the raters; nil when a term is n/a.
  let sc: Double?
  /// 100 is perfect, 90 as good as one rater against the other; nil with one rater.
  let score: Double?
  let sc_inter_rater: Double?
  /// The volume correlation takes part only with several scans.
  let volume_correlation: Double? = nil

  init(prediction: Mask, raters: [Mask]) {
    let sc = Self.mean(raters.map { Self.composite(reference: $0, candidate: prediction) })
    self.sc = sc
    guard raters.count == 2 else {
      sc_inter_rater = nil
      score = nil
      return
    }
    let interRater = Self.mean([
      Self.composite(reference: raters[0], candidate: raters[1]),
      Self.composite(reference: raters[1], candidate: raters[0]),
    ])
    sc_inter_rater = interRater
    if let sc, let interRater {
      score = ISBI2015Score.normalised(composite: sc, interRater: interRater)
    } else {
      score = nil
    }
  }

  private static func composite(reference: Mask, candidate: Mask) -> Double? {
    let metrics = AgreementReport(reference: reference, candidate: candidate, withSurfaces: false).metrics
    return ISBI2015Score.scanTerms(of: metrics).flatMap {
      ISBI2015Score.composite(scanTerms: [$0], volumeCorrelation: nil)
    }
  }

  private static func mean(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self)
    guard known.count == values.count, !known.isEmpty else { return nil }
    return known.reduce(0, +) / Double(known.count)
  }

  private enum CodingKeys: String, CodingKey { case sc, score, sc_inter_rater, volume_correlation }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sc, forKey: .sc)
    try container.encode(score, forKey: .score)
    try container.encode(sc_inter_rater, forKey: .sc_inter_rater)
    try container.encode(volume_correlation, forKey: .volume_correlation)
  }
}
