/// What the growth of a soft mask found and reached.
public struct SoftMaskReport: Sendable, Hashable {
  /// The FLAIR value below which nothing was grown.
  public let threshold: Double
  /// |T|.
  public let expertVoxels: Int
  /// The voxels to grow for the size asked for.
  public let targetVoxels: Int
  /// Voxels near T, in the brain and bright enough.
  public let candidateVoxels: Int
  /// Voxels near T and in the brain, however dark.
  public let candidateVoxelsBeforeThreshold: Int
  /// |D|.
  public let grownVoxels: Int
  /// The value of grown voxels, gamma.
  public let label: Double
  /// One sentence each, for a person.
  public let warnings: [String]

  /// (|T| + |D|) / |T|, or nil for an empty expert mask.
  public var reachedSize: Double? {
    expertVoxels > 0 ? Double(expertVoxels + grownVoxels) / Double(expertVoxels) : nil
  }
}

extension SoftMaskReport: Encodable {
  private enum CodingKeys: String, CodingKey {
    case threshold
    case expertVoxels = "expert_voxels"
    case targetVoxels = "wanted_voxels"
    case candidateVoxels = "candidate_voxels"
    case candidateVoxelsBeforeThreshold = "candidate_voxels_before_threshold"
    case grownVoxels = "grown_voxels"
    case reachedSize = "reached_size"
    case label
    case warnings
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    // JSON has no infinity; a threshold that is not finite is written as null.
    try container.encode(threshold.isFinite ? threshold : nil, forKey: .threshold)
    try container.encode(expertVoxels, forKey: .expertVoxels)
    try container.encode(targetVoxels, forKey: .targetVoxels)
    try container.encode(candidateVoxels, forKey: .candidateVoxels)
    try container.encode(candidateVoxelsBeforeThreshold, forKey: .candidateVoxelsBeforeThreshold)
    try container.encode(grownVoxels, forKey: .grownVoxels)
    try container.encode(reachedSize, forKey: .reachedSize)
    try container.encode(label, forKey: .label)
    try container.encode(warnings, forKey: .warnings)
  }
}
