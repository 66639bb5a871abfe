/// Where a false lesion can lie: brain that is bright on FLAIR, away from the lesions of a mask.
public struct BrightTissue: Sendable {
  /// How far from a lesion a false one begins, in mm.
  static let gapMM = 3.0

  private let tissue: Mask
  private let voxels: [Int]

  /// Brain voxels at least a standard deviation brighter than the brain's mean, farther than 3 mm from the mask.
  /// - Parameters:
  ///   - flair: on the mask's grid.
  ///   - brain: likewise.
  public init(flair: Volume<Float>, brain: Mask, awayFrom mask: Mask) {
    let statistics = BrainStatistics(of: flair, in: brain)
    let limit = Float(statistics.mean + statistics.standardDeviation)
    tissue = Mask(flair, atLeast: limit).intersection(brain).subtracting(mask.dilated(radiusMM: Self.gapMM))
    var voxels: [Int] = []
    tissue.forEachLinearIndex { voxels.append($0) }
    self.voxels = voxels
  }

  /// Whether there is room for any false lesion.
  public var isEmpty: Bool { voxels.isEmpty }

  /// A spot around a voxel chosen at random: the bright voxels within a radius that hang together with it by faces.
  func spot(radiusMM: Double, _ random: inout RandomStream) -> [SIMD3<Int>]? {
    guard !voxels.isEmpty else { return nil }
    let grid = tissue.grid
    let centre = grid.voxel(atLinearIndex: voxels[random.index(below: voxels.count)])
    let spacing = grid.usableSpacingMM
    var spot = [centre]
    var seen: Set<SIMD3<Int>> = [centre]
    var next = 0
    while next < spot.count {
      let voxel = spot[next]
      next += 1
      for axis in 0..<3 {
        for step in [-1, 1] {
          var neighbour = voxel
          neighbour[axis] += step
          let d = SIMD3<Double>(neighbour &- centre) * spacing
          guard grid.contains(neighbour), (d * d).sum() <= radiusMM * radiusMM, tissue[neighbour],
            seen.insert(neighbour).inserted
          else { continue }
          spot.append(neighbour)
        }
      }
    }
    return spot
  }
}
