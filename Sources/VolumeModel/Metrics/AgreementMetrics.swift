/// Everything `AgreementReport` states about two masks in numbers; nil is "n/a".
public struct AgreementMetrics: Sendable, Hashable {
  public let dice: Double
  public let jaccard: Double
  public let precision: Double
  public let recall: Double?
  public let specificity: Double?
  public let kappa: Double?
  public let volumeReferenceML: Double
  public let volumeCandidateML: Double
  /// (V_candidate - V_reference) / V_reference.
  public let signedVolumeDifference: Double?
  public let hausdorffMM: Double?
  public let directedHausdorff95MM: Double?
  public let pooledHausdorff95MM: Double?
  public let averageSurfaceDistanceMM: Double?
  public let pooledAverageSymmetricSurfaceDistanceMM: Double?
  public let meanOfAverageSurfaceDistancesMM: Double?
  public let lesionsReference: Int
  public let lesionsCandidate: Int
  public let lesionTruePositiveRate: Double?
  public let lesionFalsePositiveRate: Double
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

  public var lesionPrecision: Double { 1 - lesionFalsePositiveRate }
}

extension AgreementMetrics: Encodable {
  /// All measures by name, n/a as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: AgreementMeasure.self)
    for measure in AgreementMeasure.allCases { try container.encode(measure.value(of: self), forKey: measure) }
  }
}
