package import VolumeModel

/// What the place of the consensus (key 7) shows: computed when an overlay is chosen there, empty before.
package struct ShownConsensus: Sendable {
  /// The voxels; nil for a map.
  package var mask: Mask?
  /// The part of the mask that is drawn half as strong: where the mean of the raters is a fraction.
  package var half: Mask?
  /// How many raters drew each voxel; nil for what is no map of votes.
  package var voteCounts: Volume<Float>?
  /// What the same raters drew, the largest first; empty for what is no map of patterns.
  package var patterns: [RaterPattern] = []
  /// Of each rater, where the consensus estimates them; nil for a rater of which nothing can be said.
  package var sensitivities: [Double?] = []

  package init() {}

  package init(_ mask: Mask?, half: Mask? = nil) {
    self.mask = mask
    self.half = half
  }

  /// Whether there is nothing to draw.
  var isEmpty: Bool { mask == nil && voteCounts == nil && patterns.isEmpty }
}
