public import VolumeModel

/// What relabelling would change about the annotation of a scan. Nothing is changed by it.
public struct RelabelProposal: Sendable {
  /// The annotation as it is.
  public var original: Mask
  /// The annotation as relabelling would have it.
  public var proposed: Mask
  /// The uncertainty that decided, 0 to 1/4.
  public var uncertainty: Volume<Float>
  /// The delta in use.
  public var delta: Double
  /// Whether that is more than the rule's, so that no more than its largest fraction is changed.
  public var isDeltaRaised: Bool

  /// A proposal; all volumes and masks on one grid.
  public init(original: Mask, proposed: Mask, uncertainty: Volume<Float>, delta: Double, isDeltaRaised: Bool) {
    self.original = original
    self.proposed = proposed
    self.uncertainty = uncertainty
    self.delta = delta
    self.isDeltaRaised = isDeltaRaised
  }

  /// The voxels that change.
  public var flips: Mask { original.symmetricDifference(proposed) }
}

extension RelabelRule {
  /// - Parameters:
  ///   - original: the annotation.
  ///   - brain: nothing outside changes.
  public func proposal(original: Mask, prediction: VolumeUncertainty, brain: Mask) -> RelabelProposal {
    let grid = original.grid
    var candidates: [(index: Int, uncertainty: Double)] = []
    prediction.mean.withScalars { mean in
      prediction.aleatoric.withScalars { uncertainty in
        brain.forEachLinearIndex { index in
          let value = Double(uncertainty[index])
          guard value > delta else { return }
          let label = original[grid.voxel(atLinearIndex: index)]
          if isCandidate(label: label, mean: Double(mean[index])) { candidates.append((index, value)) }
        }
      }
    }
    let scanDelta = self.delta(candidates: candidates.map(\.uncertainty), lesionPixels: original.count)
    var proposed = original
    for (index, value) in candidates where value > scanDelta {
      let voxel = grid.voxel(atLinearIndex: index)
      proposed[voxel].toggle()
    }
    return RelabelProposal(
      original: original, proposed: proposed, uncertainty: prediction.aleatoric, delta: scanDelta,
      isDeltaRaised: scanDelta > delta)
  }
}
