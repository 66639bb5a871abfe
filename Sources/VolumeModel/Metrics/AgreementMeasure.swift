/// A number that an agreement report states; its raw value is the name in JSON and CSV. In reading order.
public enum AgreementMeasure: String, Sendable, Hashable, CaseIterable, CodingKey {
  case dice, jaccard, precision, recall, specificity, kappa
  case volumeReferenceML = "volume_reference_ml"
  case volumeCandidateML = "volume_candidate_ml"
  /// abs(V_candidate - V_reference) / V_reference.
  case volumeDifference = "volume_difference"
  /// (V_candidate - V_reference) / V_reference.
  case signedVolumeDifference = "volume_difference_signed"
  case absoluteVolumeDifferenceML = "volume_difference_ml"
  case hausdorffMM = "hd_mm"
  /// The variant that was asked for; both are stated by themselves too.
  case hausdorff95MM = "hd95_mm"
  case directedHausdorff95MM = "hd95_directed_mm"
  case pooledHausdorff95MM = "hd95_pooled_mm"
  /// From the candidate's surface to the reference's.
  case averageSurfaceDistanceMM = "asd_mm"
  /// The variant that was asked for; both are stated by themselves too.
  case averageSymmetricSurfaceDistanceMM = "assd_mm"
  case pooledAverageSymmetricSurfaceDistanceMM = "assd_pooled_mm"
  case meanOfAverageSurfaceDistancesMM = "assd_mean_of_means_mm"
  case lesionsReference = "lesions_reference"
  case lesionsCandidate = "lesions_candidate"
  case lesionTruePositiveRate = "lesion_tpr"
  case lesionFalsePositiveRate = "lesion_fpr"
  /// 1 - LFPR.
  case lesionPrecision = "lesion_precision"
  case lesionF1 = "lesion_f1"

  /// The measure's value; nil is "n/a".
  public func value(of metrics: AgreementMetrics) -> Double? {
    switch self {
    case .dice: metrics.dice
    case .jaccard: metrics.jaccard
    case .precision: metrics.precision
    case .recall: metrics.recall
    case .specificity: metrics.specificity
    case .kappa: metrics.kappa
    case .volumeReferenceML: metrics.volumeReferenceML
    case .volumeCandidateML: metrics.volumeCandidateML
    case .volumeDifference: metrics.volumeDifference
    case .signedVolumeDifference: metrics.signedVolumeDifference
    case .absoluteVolumeDifferenceML: abs(metrics.volumeCandidateML - metrics.volumeReferenceML)
    case .hausdorffMM: metrics.hausdorffMM
    case .hausdorff95MM: metrics.hausdorff95MM
    case .directedHausdorff95MM: metrics.directedHausdorff95MM
    case .pooledHausdorff95MM: metrics.pooledHausdorff95MM
    case .averageSurfaceDistanceMM: metrics.averageSurfaceDistanceMM
    case .averageSymmetricSurfaceDistanceMM: metrics.averageSymmetricSurfaceDistanceMM
    case .pooledAverageSymmetricSurfaceDistanceMM: metrics.pooledAverageSymmetricSurfaceDistanceMM
    case .meanOfAverageSurfaceDistancesMM: metrics.meanOfAverageSurfaceDistancesMM
    case .lesionsReference: Double(metrics.lesionsReference)
    case .lesionsCandidate: Double(metrics.lesionsCandidate)
    case .lesionTruePositiveRate: metrics.lesionTruePositiveRate
    case .lesionFalsePositiveRate: metrics.lesionFalsePositiveRate
    case .lesionPrecision: metrics.lesionPrecision
    case .lesionF1: metrics.lesionF1
    }
  }

  /// The mean over several comparisons; what is n/a is left out, and how many that were is said.
  public func mean(over all: [AgreementMetrics]) -> (value: Double?, omitted: Int) {
    let known = all.compactMap { value(of: $0) }
    return (known.isEmpty ? nil : known.reduce(0, +) / Double(known.count), all.count - known.count)
  }
}
