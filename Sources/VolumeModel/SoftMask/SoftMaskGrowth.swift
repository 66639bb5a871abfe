import Foundation

/// Everything about the growth of one expert mask that does not depend on size, label and threshold, computed once;
/// a new setting is then a new prefix of the same order.
///
/// The growth is ordered: with d(v) the distance in mm from a voxel to the mask T and h the smallest voxel spacing,
/// ring(v) = ceil(d(v) / h - 1e-6). Candidates are the voxels outside T, inside the brain, with d(v) at most the reach
/// and FLAIR at least the threshold, sorted by ring, then FLAIR (brightest first), then linear index. The grown region
/// D is the first floor((size - 1) |T| + 0.5) of them. The recipe (dilate in 3D, drop dark voxels, stop at a size
/// relative to the expert mask) is that of Kats, Goldberger and Greenspan, ISBI 2019.
public struct SoftMaskGrowth: Sendable {
  /// The mask that is grown.
  public let expert: Mask
  /// Mean and spread of the FLAIR inside the brain, which the automatic threshold comes from.
  public let statistics: BrainStatistics
  /// How far from the mask a voxel may lie, in millimetres.
  public let reachMM: Double
  let flair: Volume<Float>
  let bins: FlairBins
  let insideCounts: [Int]  // of T
  let aroundCounts: [Int]  // of the brain without T
  private let expertVoxels: Int
  private let brainIsEmpty: Bool
  private let scanOrder: GrowthOrder
  private let lesionOrder: LesionGrowthOrder

  /// Prepares the growth of `expert` on a FLAIR; all three must have one shape. Voxels whose FLAIR is not finite are
  /// never grown.
  public init(expert: Mask, flair: Volume<Float>, brain: Mask, reachMM: Double = 3) {
    precondition(
      expert.grid.shape == flair.grid.shape && expert.grid.shape == brain.grid.shape, "masks and image of one shape")
    self.expert = expert
    self.flair = flair
    self.reachMM = reachMM
    let statistics = BrainStatistics(of: flair, in: brain)
    self.statistics = statistics
    bins = FlairBins(
      lower: max(statistics.minimum, statistics.mean - 3 * statistics.standardDeviation),
      upper: min(statistics.maximum, statistics.mean + 5 * statistics.standardDeviation))
    insideCounts = bins.counts(of: flair, in: expert)
    aroundCounts = bins.counts(of: flair, in: brain.subtracting(expert))
    expertVoxels = expert.count
    brainIsEmpty = brain.isEmpty
    let candidates = GrowthCandidates(around: expert, flair: flair, brain: brain, reachMM: reachMM)
    scanOrder = GrowthOrder(
      bitAddresses: candidates.bitAddresses, flair: candidates.flair, ring: candidates.ring, region: nil,
      expertVoxels: [expertVoxels])
    lesionOrder = LesionGrowthOrder(candidates: candidates, expert: expert, reachMM: reachMM)
  }

  /// The FLAIR value that a threshold setting stands for.
  public func flairValue(of threshold: FlairThreshold) -> Double {
    switch threshold {
    case .automatic: statistics.automaticThreshold
    case .value(let value): value
    }
  }

  /// The soft mask for one setting. Fast enough for every key press; only the first call with the scope `lesion` takes
  /// longer, because it sorts the candidates by lesion.
  public func softMask(_ parameters: SoftMaskParameters) -> SoftMask {
    let threshold = flairValue(of: parameters.threshold)
    let order = parameters.scope == .scan ? scanOrder : lesionOrder.value()
    var grown = Mask(grid: expert.grid)
    var targetVoxels = 0
    var grownVoxels = 0
    var candidateVoxels = 0
    var rim = RimProfile(ringMM: expert.grid.usableSpacingMM.min(), label: parameters.label)
    grown.withMutableWords { words in
      for region in order.regions {
        let target = Self.targetVoxels(size: parameters.size, expertVoxels: region.expertVoxels)
        targetVoxels += target
        var missing = target
        for number in region.rings {
          let ring = order.rings[number]
          let eligible = order.eligibleCount(inRing: ring, threshold: threshold)
          let taken = min(missing, eligible)
          for position in ring.lowerBound..<ring.lowerBound + taken {
            let address = order.bitAddresses[position]
            words[address >> 6] |= 1 << UInt64(address & 63)
          }
          rim.add(ring: order.ringNumbers[number], grown: taken, of: ring.count)
          candidateVoxels += eligible
          grownVoxels += taken
          missing -= taken
        }
      }
    }
    let label = parameters.label
    let report = SoftMaskReport(
      threshold: threshold, expertVoxels: expertVoxels, targetVoxels: targetVoxels, candidateVoxels: candidateVoxels,
      candidateVoxelsBeforeThreshold: order.flair.count, grownVoxels: grownVoxels, label: label,
      warnings: warnings(
        size: parameters.size, threshold: threshold, grownVoxels: grownVoxels, candidateVoxels: candidateVoxels))
    return SoftMask(expert: expert, grown: grown, label: label, report: report, rim: rim)
  }

  /// floor((size - 1) |T| + 0.5), and 0 for a size below 1.
  static func targetVoxels(size: Double, expertVoxels: Int) -> Int {
    let target = ((size - 1) * Double(expertVoxels) + 0.5).rounded(.down)
    guard target > 0 else { return 0 }
    return target < 1e15 ? Int(target) : 1_000_000_000_000_000
  }

  private func warnings(size: Double, threshold: Double, grownVoxels: Int, candidateVoxels: Int) -> [String] {
    guard expertVoxels > 0 else { return ["the expert mask is empty: nothing is grown"] }
    guard !brainIsEmpty else { return ["the brain mask is empty: nothing is grown"] }
    guard !threshold.isNaN else { return ["the FLAIR threshold is not a number: nothing is grown"] }
    let reached = Double(expertVoxels + grownVoxels) / Double(expertVoxels)
    guard size - reached > 0.02 else { return [] }
    let near = scanOrder.flair.count
    return [
      String(
        format: "the soft mask reaches size %.2f instead of %.2f: of %d brain voxels within %g mm of the mask, "
          + "%d are darker than the FLAIR threshold %.6g",
        reached, size, near, reachMM, near - candidateVoxels, threshold)
    ]
  }
}
