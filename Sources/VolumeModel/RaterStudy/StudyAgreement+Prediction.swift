/// How the probability maps of a study detect the lesions that its raters agree on.
extension StudyAgreement {
  /// The records of the cases that have a map.
  private var records: [DetectionRecord] { cases.compactMap(\.detection) }

  /// Cases with a probability map.
  public var predictedCases: Int { records.count }

  /// The curve of all maps against the consensus of all raters of each case; nil without a map.
  public var predictionCurve: FROCCurve? { records.isEmpty ? nil : FROCCurve(records) }

  /// The curve as it stands in JSON.
  struct PredictionDocument: Encodable {
    let cases: Int
    let thresholds: [Double]
    let recall: [Double]?
    let falsePositivesPerCase: [Double]
    let averageRecall: Double?

    init?(_ agreement: StudyAgreement) {
      guard let curve = agreement.predictionCurve else { return nil }
      cases = agreement.predictedCases
      thresholds = curve.thresholds
      recall = curve.recall
      falsePositivesPerCase = curve.falsePositivesPerCase
      averageRecall = curve.averageRecall
    }

    private enum CodingKeys: String, CodingKey {
      case cases, recall
      case thresholds = "threshold_logits"
      case falsePositivesPerCase = "false_positives_per_case"
      case averageRecall = "average_recall"
    }
  }
}
