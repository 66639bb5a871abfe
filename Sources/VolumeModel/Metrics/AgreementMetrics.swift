/// Everything `AgreementReport` states about two masks in numbers; nil is "n/a". Named in JSON as scripts expect.
public struct AgreementMetrics: Sendable, Hashable {
  public let dice: Double
  public let jaccard: Double
  public let precision: Double
  public let recall: Double?
  public let kappa: Double?
  public let volumeReferenceML: Double
  public let volumeCandidateML: Double
  /// abs(V_candidate - V_reference) / V_reference.
  public let volumeDifference: Double?
  public let hausdorffMM: Double?
  public let hausdorff95MM: Double?
  public let averageSurfaceDistanceMM: Double?
  public let averageSymmetricSurfaceDistanceMM: Double?
  public let lesionsReference: Int
  public let lesionsCandidate: Int
  public let lesionTruePositiveRate: Double?
  public let lesionFalsePositiveRate: Double
  public let lesionF1: Double

  init(
    counts: OverlapCounts, kappa: Double?, voxelVolumeMM3: Double, surfaces: SurfaceDistances?,
    detection: LesionDetection, variants: AgreementVariants
  ) {
    dice = counts.dice
    jaccard = counts.jaccard
    precision = counts.precision
    recall = counts.recall
    self.kappa = kappa
    volumeReferenceML = Double(counts.referenceVoxels) * voxelVolumeMM3 / 1000
    volumeCandidateML = Double(counts.candidateVoxels) * voxelVolumeMM3 / 1000
    volumeDifference = counts.volumeDifference
    hausdorffMM = surfaces?.hausdorffMM
    hausdorff95MM = variants.hausdorff95 == .directed ? surfaces?.hausdorff95MM : surfaces?.pooledHausdorff95MM
    averageSurfaceDistanceMM = surfaces?.averageMM
    averageSymmetricSurfaceDistanceMM =
      variants.symmetricAverage == .pooled ? surfaces?.averageSymmetricMM : surfaces?.meanOfAveragesMM
    lesionsReference = detection.referenceLesions.count
    lesionsCandidate = detection.candidateLesions.count
    lesionTruePositiveRate = detection.truePositiveRate
    lesionFalsePositiveRate = detection.falsePositiveRate
    lesionF1 = detection.f1
  }
}

extension AgreementMetrics: Codable {
  private enum CodingKeys: String, CodingKey {
    case dice, jaccard, precision, recall, kappa
    case volumeReferenceML = "volume_reference_ml"
    case volumeCandidateML = "volume_candidate_ml"
    case volumeDifference = "volume_difference"
    case hausdorffMM = "hd_mm"
    case hausdorff95MM = "hd95_mm"
    case averageSurfaceDistanceMM = "asd_mm"
    case averageSymmetricSurfaceDistanceMM = "assd_mm"
    case lesionsReference = "lesions_reference"
    case lesionsCandidate = "lesions_candidate"
    case lesionTruePositiveRate = "lesion_tpr"
    case lesionFalsePositiveRate = "lesion_fpr"
    case lesionF1 = "lesion_f1"
  }

  /// Writes n/a as null, where the synthesised form would leave the field out.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(dice, forKey: .dice)
    try container.encode(jaccard, forKey: .jaccard)
    try container.encode(precision, forKey: .precision)
    try container.encode(recall, forKey: .recall)
    try container.encode(kappa, forKey: .kappa)
    try container.encode(volumeReferenceML, forKey: .volumeReferenceML)
    try container.encode(volumeCandidateML, forKey: .volumeCandidateML)
    try container.encode(volumeDifference, forKey: .volumeDifference)
    try container.encode(hausdorffMM, forKey: .hausdorffMM)
    try container.encode(hausdorff95MM, forKey: .hausdorff95MM)
    try container.encode(averageSurfaceDistanceMM, forKey: .averageSurfaceDistanceMM)
    try container.encode(averageSymmetricSurfaceDistanceMM, forKey: .averageSymmetricSurfaceDistanceMM)
    try container.encode(lesionsReference, forKey: .lesionsReference)
    try container.encode(lesionsCandidate, forKey: .lesionsCandidate)
    try container.encode(lesionTruePositiveRate, forKey: .lesionTruePositiveRate)
    try container.encode(lesionFalsePositiveRate, forKey: .lesionFalsePositiveRate)
    try container.encode(lesionF1, forKey: .lesionF1)
  }
}
