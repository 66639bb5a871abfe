/// How the label of a soft mask falls off with the distance from the expert mask: ring by ring, the fraction of the brain's
/// voxels that were grown.
public struct RimProfile: Sendable, Hashable {
  /// The width of a ring: the smallest voxel spacing.
  public let ringMM: Double
  /// The label of grown voxels.
  public let label: Double
  /// Voxels of each ring that were grown, and all voxels of the ring that lie in the brain; ring 0 touches the mask.
  public private(set) var grownVoxels: [Int] = []
  /// Brain voxels at each step of distance.
  public private(set) var brainVoxels: [Int] = []

  init(ringMM: Double, label: Double) {
    self.ringMM = ringMM
    self.label = label
  }

  /// Counts a ring, numbered from 1.
  mutating func add(ring number: Int, grown: Int, of total: Int) {
    guard number > 0, number <= 10_000 else { return }
    while brainVoxels.count < number {
      brainVoxels.append(0)
      grownVoxels.append(0)
    }
    brainVoxels[number - 1] += total
    grownVoxels[number - 1] += grown
  }

  /// The mean label of each ring, nearest first.
  public var meanLabels: [Double] {
    zip(grownVoxels, brainVoxels).map { $1 > 0 ? label * Double($0) / Double($1) : 0 }
  }

  /// How far the rings reach, in millimetres.
  public var reachMM: Double { ringMM * Double(brainVoxels.count) }
}
