/// How several masks become one.
public enum FusionMethod: String, Sendable, Hashable, Codable, CaseIterable {
  /// Simultaneous truth and performance level estimation.
  case staple
  /// Marked by more than half of the raters; a tie is background.
  case majority
  case union
  case intersection
  /// The fraction of raters, not a mask.
  case mean

  /// The fused mask of the rules that count votes; nil for `staple` and `mean`.
  public func mask(of votes: VotePatterns) -> Mask? {
    switch self {
    case .staple, .mean: nil
    case .majority: votes.mask { 2 * votes.votes(ofPattern: $0) > votes.raters }
    case .union: votes.mask { votes.votes(ofPattern: $0) > 0 }
    case .intersection: votes.mask { votes.votes(ofPattern: $0) == votes.raters }
    }
  }
}
