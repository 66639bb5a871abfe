/// How two masks overlap, voxel by voxel, and the ratios that follow. A ratio that is not defined is nil ("n/a").
public struct OverlapCounts: Sendable, Hashable {
  /// Voxels inside both.
  public let truePositives: Int
  /// Voxels of the candidate only.
  public let falsePositives: Int
  /// Voxels of the reference only.
  public let falseNegatives: Int
  /// Voxels of the domain inside neither.
  public let trueNegatives: Int

  /// Counts that are known already.
  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int) {
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  /// Counts over the whole grid, or over a domain; all masks must have one shape.
  public init(reference: Mask, candidate: Mask, within domain: Mask? = nil) {
    precondition(reference.grid.shape == candidate.grid.shape, "masks of one shape")
    precondition(domain == nil || domain?.grid.shape == reference.grid.shape, "masks of one shape")
    var both = 0
    var onlyCandidate = 0
    var onlyReference = 0
    func count(_ r: UInt64, _ c: UInt64) {
      guard r | c != 0 else { return }
      both += (r & c).nonzeroBitCount
      onlyCandidate += (c & ~r).nonzeroBitCount
      onlyReference += (r & ~c).nonzeroBitCount
    }
    reference.words.withUnsafeBufferPointer { r in
      candidate.words.withUnsafeBufferPointer { c in
        if let domain {
          domain.words.withUnsafeBufferPointer { d in
            for i in r.indices { count(r[i] & d[i], c[i] & d[i]) }
          }
        } else {
          for i in r.indices { count(r[i], c[i]) }
        }
      }
    }
    self.init(
      truePositives: both, falsePositives: onlyCandidate, falseNegatives: onlyReference,
      trueNegatives: (domain?.count ?? reference.grid.voxelCount) - both - onlyCandidate - onlyReference)
  }

  /// Voxels of the reference.
  public var referenceVoxels: Int { truePositives + falseNegatives }
  /// Voxels of the candidate.
  public var candidateVoxels: Int { truePositives + falsePositives }
  /// Voxels that were looked at.
  public var domainVoxels: Int { candidateVoxels + falseNegatives + trueNegatives }
  /// Voxels of either mask.
  public var unionVoxels: Int { truePositives + falsePositives + falseNegatives }

  /// 2 TP / (2 TP + FP + FN); 1 for two empty masks.
  public var dice: Double {
    unionVoxels > 0 ? 2 * Double(truePositives) / Double(referenceVoxels + candidateVoxels) : 1
  }

  /// TP / (TP + FP + FN); 1 for two empty masks.
  public var jaccard: Double { unionVoxels > 0 ? Double(truePositives) / Double(unionVoxels) : 1 }

  /// TP / (TP + FP), the positive predictive value; 0 for an empty candidate, 1 when both are empty.
  public var precision: Double {
    guard unionVoxels > 0 else { return 1 }
    return candidateVoxels > 0 ? Double(truePositives) / Double(candidateVoxels) : 0
  }

  /// TP / (TP + FN), the sensitivity; nil for an empty reference, 1 when both are empty.
  public var recall: Double? {
    guard unionVoxels > 0 else { return 1 }
    return referenceVoxels > 0 ? Double(truePositives) / Double(referenceVoxels) : nil
  }

  /// TN / (TN + FP); nil when the reference fills the domain.
  public var specificity: Double? {
    let negatives = trueNegatives + falsePositives
    return negatives > 0 ? Double(trueNegatives) / Double(negatives) : nil
  }

  /// Cohen's kappa over the domain: agreement beyond chance. 1 when both masks are constant and equal, nil for an empty
  /// domain.
  public var kappa: Double? {
    guard domainVoxels > 0 else { return nil }
    guard unionVoxels > 0 else { return 1 }
    // Exactly 0 by the formula too, but for rounding.
    guard referenceVoxels > 0, candidateVoxels > 0 else { return 0 }
    let n = Double(domainVoxels)
    let observed = Double(truePositives + trueNegatives) / n
    let r = Double(referenceVoxels)
    let c = Double(candidateVoxels)
    let chance = (r * c + (n - r) * (n - c)) / (n * n)
    guard chance < 1 else { return 1 }
    return (observed - chance) / (1 - chance)
  }

  /// abs(V_candidate - V_reference) / V_reference; 0 for two empty masks, nil for an empty reference alone.
  public var volumeDifference: Double? { signedVolumeDifference.map(abs) }

  /// (V_candidate - V_reference) / V_reference; 0 for two empty masks, nil for an empty reference alone.
  public var signedVolumeDifference: Double? {
    guard unionVoxels > 0 else { return 0 }
    return referenceVoxels > 0
      ? Double(candidateVoxels - referenceVoxels) / Double(referenceVoxels) : nil
  }
}
