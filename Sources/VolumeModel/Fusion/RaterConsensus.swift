/// What several raters agree on: one mask by any rule, and how many of them marked each voxel.
public struct RaterConsensus: Sendable {
  let votes: VotePatterns
  private let masks: [Mask]

  /// Nil without masks, with more than ``VotePatterns/mostRaters``, or when their shapes differ.
  public init?(_ masks: [Mask]) {
    guard let votes = VotePatterns(masks) else { return nil }
    self.votes = votes
    self.masks = masks
  }

  /// The mask of a rule; of the mean, the voxels that half of the raters or more marked.
  public func mask(_ method: FusionMethod) -> Mask? {
    switch method {
    case .staple: STAPLE(votes).mask(of: votes)
    case .mean: votes.mask { 2 * votes.votes(ofPattern: $0) >= votes.raters }
    case .majority, .union, .intersection: method.mask(of: votes)
    }
  }

  /// The performance of each rater by STAPLE over the whole volume: sensitivity, nil when nothing is marked.
  public var sensitivities: [Double?] { STAPLE(votes).sensitivity }

  /// The number of raters that marked each voxel; NaN where none did.
  public var voteCounts: Volume<Float> {
    votes.volume(
      votes.patterns.indices.map { pattern in
        let count = votes.votes(ofPattern: pattern)
        return count == 0 ? .nan : Double(count)
      })
  }

  /// The volume of the mean of the raters in millilitres: every voxel counts by the fraction of raters that marked it.
  public var meanML: Double { Self.meanML(of: masks) }

  /// The same without the votes.
  public static func meanML(of masks: [Mask]) -> Double {
    masks.reduce(0) { $0 + $1.volumeML } / Double(max(1, masks.count))
  }
}

extension RaterConsensus {
  /// Each rater against the consensus of the others: what more than half of the others drew as the reference.
  /// - Returns: one for each mask, in their order; empty with fewer than three, where the others are no consensus.
  public static func eachAgainstOthers(_ masks: [Mask]) -> [OverlapCounts] {
    guard masks.count > 2 else { return [] }
    return masks.indices.compactMap { index in
      var others = masks
      let mask = others.remove(at: index)
      guard let consensus = RaterConsensus(others)?.mask(.majority) else { return nil }
      return OverlapCounts(reference: consensus, candidate: mask)
    }
  }
}
