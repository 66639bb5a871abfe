import VolumeModel

/// What `compare` says about two masks.
struct PairComparison: Encodable {
  let reference: String
  let candidate: String
  let setting: ComparisonSetting
  let report: AgreementReport
  /// The three rules of detection as their authors use them.
  let rules: [LesionRuleResult]

  private enum CodingKeys: String, CodingKey {
    case reference, candidate, metrics, lesions
    case rules = "lesion_rules"
    case scanTerms = "isbi_scan_terms"
  }

  func encode(to encoder: any Encoder) throws {
    try setting.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(reference, forKey: .reference)
    try container.encode(candidate, forKey: .candidate)
    try container.encode(report.metrics, forKey: .metrics)
    try container.encode(rules, forKey: .rules)
    try container.encode(scanTerms, forKey: .scanTerms)
    try container.encode(report.lesions, forKey: .lesions)
  }

  /// The part of the ISBI 2015 composite that one scan has, at most 0.75; its lesions are 18-connected and met by any
  /// overlap whatever was chosen.
  private var scanTerms: Double? {
    guard let anyOverlap = rules.first(where: { $0.rule == .anyOverlap }) else { return nil }
    return ISBI2015Score.scanTerms(
      dice: report.metrics.dice, precision: report.metrics.precision,
      lesionFalsePositiveRate: anyOverlap.falsePositiveRate, lesionTruePositiveRate: anyOverlap.truePositiveRate)
  }

  func text(allLesions: Bool) -> String {
    var measures = TextTable([("measure", .left), ("value", .right)])
    for measure in AgreementMeasure.forPeople { measures.add([measure.title, measure.text(of: report.metrics)]) }
    var detection = TextTable([
      ("rule", .left), ("connected", .right), ("from voxels", .right), ("found", .right), ("false", .right),
      ("TPR", .right), ("FPR", .right), ("F1", .right),
    ])
    for rule in rules {
      detection.add([
        rule.rule.rawValue, "\(rule.connectivity.rawValue)", "\(rule.smallestVoxels)",
        "\(rule.found) of \(rule.lesionsReference)", "\(rule.falsePositives) of \(rule.lesionsCandidate)",
        ReadableNumber.text(rule.truePositiveRate), ReadableNumber.text(rule.falsePositiveRate),
        ReadableNumber.text(rule.f1),
      ])
    }
    let lesions = LesionText(report.lesions)
    return """
      reference  \(name: reference)
      candidate  \(name: candidate)
      \(setting.text)
      \(measures.text)
      \(detection.text)
      ISBI 2015: \(ReadableNumber.text(scanTerms)) of at most 0.750; its last quarter, the correlation of volumes, needs \
      several scans

      \(lesions.summary)
      \(lesions.table(limit: allLesions ? nil : 12))
      """
  }

  /// A heading and a row; n/a is an empty field.
  var csv: String { AgreementText.csv([(reference, candidate, report)]) }

  var lesionCSV: String { LesionText(report.lesions).csv }
}
