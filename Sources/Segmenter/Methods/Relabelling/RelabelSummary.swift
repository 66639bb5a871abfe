public import VolumeModel

/// What a proposal would do to an annotation, in numbers.
public struct RelabelSummary: Sendable, Hashable {
  /// Voxels of the annotation.
  public let annotatedVoxels: Int
  /// Voxels that would become lesion.
  public let addedVoxels: Int
  /// Voxels that would become background.
  public let removedVoxels: Int
  /// Dice of the annotation with the proposed one; nil when both are empty.
  public let dice: Double?
  /// 18-connected components of the voxels that change.
  public let changes: Int
  /// Means over the brain.
  public let meanAleatoric: Double
  /// Likewise, of the epistemic uncertainty.
  public let meanEpistemic: Double

  /// - Parameter brain: over which uncertainties are averaged.
  public init(_ proposal: RelabelProposal, prediction: VolumeUncertainty, brain: Mask) {
    let kept = proposal.original.intersectionCount(proposal.proposed)
    let (before, after) = (proposal.original.count, proposal.proposed.count)
    annotatedVoxels = before
    addedVoxels = after - kept
    removedVoxels = before - kept
    dice = before + after == 0 ? nil : Double(2 * kept) / Double(before + after)
    changes = Lesions(of: proposal.flips, connectivity: .edges).lesions.count
    meanAleatoric = Self.mean(prediction.aleatoric, brain)
    meanEpistemic = Self.mean(prediction.epistemic, brain)
  }

  private static func mean(_ volume: Volume<Float>, _ brain: Mask) -> Double {
    var sum = 0.0
    volume.withScalars { scalars in brain.forEachLinearIndex { sum += Double(scalars[$0]) } }
    return sum / Double(max(brain.count, 1))
  }
}
