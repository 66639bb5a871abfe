/// A noisy annotation, and how far it lies from the one it was made of.
public struct NoisyAnnotation: Sendable {
  /// The noisy annotation, on the grid of the original.
  public let mask: Mask
  /// The strength it was made with, in the unit of its kind.
  public let strength: Double
  /// The original is the reference, the noisy mask the candidate.
  public let overlap: OverlapCounts

  init(mask: Mask, strength: Double, of original: Mask) {
    self.mask = mask
    self.strength = strength
    overlap = OverlapCounts(reference: original, candidate: mask)
  }

  /// Against the original.
  public var dice: Double { overlap.dice }

  /// The volume as a multiple of the original's; nil when the original is empty.
  public var volumeRatio: Double? {
    overlap.referenceVoxels > 0 ? Double(overlap.candidateVoxels) / Double(overlap.referenceVoxels) : nil
  }
}
