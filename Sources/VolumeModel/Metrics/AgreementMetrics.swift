/// Everything `AgreementReport` states about two masks in numbers; nil is "n/a".
public struct AgreementMetrics: Sendable, Hashable {
  /// 2 |A and B| / (|A| + |B|); 1 for two empty masks.
  public let dice: Double
  /// |A and B| / |A or B|; 1 for two empty masks.
  public let jaccard: Double
  /// The fraction of the candidate that lies in the reference; also called positive predictive value.
  public let precision: Double
  /// The fraction of the reference that the candidate finds; also called sensitivity.
  public let recall: Double?
  /// The fraction of the domain's background that the candidate leaves out.
  public let specificity: Double?
  /// Cohen's kappa over the voxels of the domain.
  public let kappa: Double?
  /// Millilitres of the reference.
  public let volumeReferenceML: Double
  /// Millilitres of the candidate.
  public let volumeCandidateML: Double
  /// (V_candidate - V_reference) / V_reference.
  public let signedVolumeDifference: Double?
  /// The largest distance between the surfaces, either way.
  public let hausdorffMM: Double?
  /// The larger of the two directed 95th percentiles.
  public let directedHausdorff95MM: Double?
  /// The 95th percentile of both directions joined.
  public let pooledHausdorff95MM: Double?
  /// From the candidate's surface to the reference's.
  public let averageSurfaceDistanceMM: Double?
  /// The mean over both directions joined.
  public let pooledAverageSymmetricSurfaceDistanceMM: Double?
  /// The mean of the two directed means.
  public let meanOfAverageSurfaceDistancesMM: Double?
  /// Lesions of the reference.
  public let lesionsReference: Int
  /// Lesions of the candidate.
  public let lesionsCandidate: Int
  /// The fraction of the reference's lesions that are found by the rule asked for.
  public let lesionTruePositiveRate: Double?
  /// The fraction of the candidate's lesions that are none.
  public let lesionFalsePositiveRate: Double
  /// The harmonic mean of lesion-wise recall and precision.
  public let lesionF1: Double
  private let variants: AgreementVariants

  /// - Parameters:
  ///   - counts: over the whole grid.
  ///   - domain: over the part where kappa and specificity are counted.
  ///   - surfaces: nil when one mask is empty, or when distances were not asked for.
  ///   - penaltyMM: stands for the distances that have no value because one mask is empty; nil leaves them n/a.
  init(
    counts: OverlapCounts, domain: OverlapCounts, voxelVolumeMM3: Double, surfaces: SurfaceDistances?,
    penaltyMM: Double?, detection: LesionDetection, variants: AgreementVariants
  ) {
    dice = counts.dice
    jaccard = counts.jaccard
    precision = counts.precision
    recall = counts.recall
    specificity = domain.specificity
    kappa = domain.kappa
    volumeReferenceML = Double(counts.referenceVoxels) * voxelVolumeMM3 / 1000
    volumeCandidateML = Double(counts.candidateVoxels) * voxelVolumeMM3 / 1000
    signedVolumeDifference = counts.signedVolumeDifference
    hausdorffMM = surfaces?.hausdorffMM ?? penaltyMM
    directedHausdorff95MM = surfaces?.hausdorff95MM ?? penaltyMM
    pooledHausdorff95MM = surfaces?.pooledHausdorff95MM ?? penaltyMM
    averageSurfaceDistanceMM = surfaces?.averageMM ?? penaltyMM
    pooledAverageSymmetricSurfaceDistanceMM = surfaces?.averageSymmetricMM ?? penaltyMM
    meanOfAverageSurfaceDistancesMM = surfaces?.meanOfAveragesMM ?? penaltyMM
    lesionsReference = detection.referenceLesions.count
    lesionsCandidate = detection.candidateLesions.count
    lesionTruePositiveRate = detection.truePositiveRate
    lesionFalsePositiveRate = detection.falsePositiveRate
    lesionF1 = detection.f1
    self.variants = variants
  }

  /// abs(V_candidate - V_reference) / V_reference.
  public var volumeDifference: Double? { signedVolumeDifference.map(abs) }

  /// The 95th percentile Hausdorff distance in the variant that was asked for.
  public var hausdorff95MM: Double? {
    variants.hausdorff95 == .directed ? directedHausdorff95MM : pooledHausdorff95MM
  }

  /// The average symmetric surface distance in the variant that was asked for.
  public var averageSymmetricSurfaceDistanceMM: Double? {
    variants.symmetricAverage == .pooled ? pooledAverageSymmetricSurfaceDistanceMM : meanOfAverageSurfaceDistancesMM
  }

  /// The fraction of the candidate's lesions that are true.
  public var lesionPrecision: Double { 1 - lesionFalsePositiveRate }
}

extension AgreementMetrics {
  /// Measures that were written down by the names of ``AgreementMeasure``, with all that had a value.
  /// - Parameter variants: those that they were measured by.
  /// - Returns: nil when one is missing that always has a value.
  init?(_ values: [String: Double], variants: AgreementVariants) {
    func value(_ measure: AgreementMeasure) -> Double? { values[measure.rawValue] }
    guard let dice = value(.dice), let jaccard = value(.jaccard), let precision = value(.precision),
      let volumeReferenceML = value(.volumeReferenceML), let volumeCandidateML = value(.volumeCandidateML),
      let lesionsReference = value(.lesionsReference).flatMap(Int.init(exactly:)),
      let lesionsCandidate = value(.lesionsCandidate).flatMap(Int.init(exactly:)),
      let lesionFalsePositiveRate = value(.lesionFalsePositiveRate), let lesionF1 = value(.lesionF1)
    else { return nil }
    self.dice = dice
    self.jaccard = jaccard
    self.precision = precision
    self.volumeReferenceML = volumeReferenceML
    self.volumeCandidateML = volumeCandidateML
    self.lesionsReference = lesionsReference
    self.lesionsCandidate = lesionsCandidate
    self.lesionFalsePositiveRate = lesionFalsePositiveRate
    self.lesionF1 = lesionF1
    self.variants = variants
    recall = value(.recall)
    specificity = value(.specificity)
    kappa = value(.kappa)
    signedVolumeDifference = value(.signedVolumeDifference)
    hausdorffMM = value(.hausdorffMM)
    directedHausdorff95MM = value(.directedHausdorff95MM)
    pooledHausdorff95MM = value(.pooledHausdorff95MM)
    averageSurfaceDistanceMM = value(.averageSurfaceDistanceMM)
    pooledAverageSymmetricSurfaceDistanceMM = value(.pooledAverageSymmetricSurfaceDistanceMM)
    meanOfAverageSurfaceDistancesMM = value(.meanOfAverageSurfaceDistancesMM)
    lesionTruePositiveRate = value(.lesionTruePositiveRate)
  }
}

extension AgreementMetrics: Encodable {
  /// All measures by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AgreementMeasure.self)
    for measure in AgreementMeasure.allCases { try container.encode(measure.value(of: self), forKey: measure) }
  }
}
