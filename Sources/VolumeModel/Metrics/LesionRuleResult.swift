/// What one rule of detection says about two masks, with all that the numbers depend on.
public struct LesionRuleResult: Sendable, Hashable, Encodable {
  /// When a lesion counts as found.
  public let rule: LesionRule
  /// Which voxels count as neighbours.
  public let connectivity: Connectivity
  /// Lesions below this size count on neither side.
  public let smallestVoxels: Int
  /// Lesions of the reference.
  public let lesionsReference: Int
  /// Lesions of the candidate.
  public let lesionsCandidate: Int
  /// Lesions of the reference that were found.
  public let found: Int
  /// Lesions of the candidate that are none.
  public let falsePositives: Int
  /// Found lesions as a fraction of the reference's; nil without any.
  public let truePositiveRate: Double?
  /// False lesions as a fraction of the candidate's.
  public let falsePositiveRate: Double
  /// The harmonic mean of lesion-wise recall and precision.
  public let f1: Double

  /// The rule as its authors use it, with the connectivity they count lesions with.
  public init(_ rule: LesionRule, reference: Mask, candidate: Mask) {
    self.init(
      LesionDetection(
        reference: reference, candidate: candidate, connectivity: rule.usualConnectivity, rule: rule),
      on: reference.grid)
  }

  private init(_ detection: LesionDetection, on grid: VoxelGrid) {
    rule = detection.rule
    connectivity = detection.connectivity
    smallestVoxels = detection.rule.largestIgnoredCount(on: grid) + 1
    lesionsReference = detection.referenceLesions.count
    lesionsCandidate = detection.candidateLesions.count
    found = detection.referenceIsFound.count { $0 }
    falsePositives = detection.candidateIsTrue.count { !$0 }
    truePositiveRate = detection.truePositiveRate
    falsePositiveRate = detection.falsePositiveRate
    f1 = detection.f1
  }

  private enum CodingKeys: String, CodingKey {
    case rule, connectivity, found, f1
    case smallestVoxels = "smallest_voxels"
    case lesionsReference = "lesions_reference"
    case lesionsCandidate = "lesions_candidate"
    case falsePositives = "false_positives"
    case truePositiveRate = "lesion_tpr"
    case falsePositiveRate = "lesion_fpr"
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rule, forKey: .rule)
    try container.encode(connectivity, forKey: .connectivity)
    try container.encode(smallestVoxels, forKey: .smallestVoxels)
    try container.encode(lesionsReference, forKey: .lesionsReference)
    try container.encode(lesionsCandidate, forKey: .lesionsCandidate)
    try container.encode(found, forKey: .found)
    try container.encode(falsePositives, forKey: .falsePositives)
    try container.encode(truePositiveRate, forKey: .truePositiveRate)
    try container.encode(falsePositiveRate, forKey: .falsePositiveRate)
    try container.encode(f1, forKey: .f1)
  }
}
