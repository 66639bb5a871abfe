/// A training target with three labels: 1 on the expert mask T, `label` on the grown region D around it, 0 elsewhere
/// (Kats, Goldberger and Greenspan, ISBI 2019).
public struct SoftMask: Sendable {
  /// The expert mask T.
  public let expert: Mask
  /// The grown region D; shares no voxel with T.
  public let grown: Mask
  /// The label of grown voxels, gamma.
  public let label: Double
  /// Counts and the threshold that was used.
  public let report: SoftMaskReport
  /// How the label falls off with the distance from the expert mask; nil when the mask was not grown here.
  public let rim: RimProfile?

  /// A soft mask of its two parts, which lie on one grid and do not overlap.
  public init(expert: Mask, grown: Mask, label: Double, report: SoftMaskReport, rim: RimProfile? = nil) {
    self.expert = expert
    self.grown = grown
    self.label = label
    self.report = report
    self.rim = rim
  }

  /// A soft mask with nothing grown: the expert mask as it is.
  public init(expert: Mask) {
    let count = expert.count
    self.init(
      expert: expert, grown: Mask(grid: expert.grid), label: 0,
      report: SoftMaskReport(
        threshold: 0, expertVoxels: count, targetVoxels: 0, candidateVoxels: 0, candidateVoxelsBeforeThreshold: 0,
        grownVoxels: 0, label: 0, warnings: []))
  }

  /// The grid of both parts.
  public var grid: VoxelGrid { expert.grid }

  /// The target t = T + label D as scalars.
  public func volume() -> Volume<Float> {
    var volume = Volume<Float>(grid: grid, filledWith: 0)
    let label = Float(self.label)
    volume.withMutableScalars { scalars in
      grown.forEachLinearIndex { scalars[$0] = label }
      expert.forEachLinearIndex { scalars[$0] = 1 }
    }
    return volume
  }
}
