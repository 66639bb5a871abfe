/// What one rule of detection says about two masks, with all that the numbers depend on.
public struct LesionRuleResult: Sendable, Hashable, Encodable {
  public let rule: LesionRule
  public let connectivity: Connectivity
  /// Lesions below this size count on neither side.
  public let smallestVoxels: Int
  public let lesionsReference: Int
  public let lesionsCandidate: Int
  public let found: Int
  public let falsePositives: Int
  public let truePositiveRate: Double?
  public let falsePositiveRate: Double
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
