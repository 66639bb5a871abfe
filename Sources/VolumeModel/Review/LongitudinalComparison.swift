/// What became of the lesions between two visits, on one grid.
public struct LongitudinalComparison: Sendable {
  public enum Change: String, Sendable, Hashable, Codable, CaseIterable {
    case new, gone, grown, shrunk, stable

    /// The number of the change in the label map.
    public var label: UInt8 {
      switch self {
      case .new: 1
      case .gone: 2
      case .grown: 3
      case .shrunk: 4
      case .stable: 5
      }
    }
  }

  /// How much a lesion must change to have grown or shrunk: by this share of its earlier volume and by this volume, so
  /// that neither a voxel at the rim of a small lesion nor the noise of a large one counts.
  public struct Threshold: Sendable, Hashable, Codable {
    public var share: Double
    public var volumeMM3: Double

    public init(share: Double = 0.25, volumeMM3: Double = 10) {
      self.share = share
      self.volumeMM3 = volumeMM3
    }

    public func change(from earlierMM3: Double, to laterMM3: Double) -> Change {
      if earlierMM3 == 0 { return .new }
      if laterMM3 == 0 { return .gone }
      let difference = laterMM3 - earlierMM3
      // Spacings in files carry rounding errors.
      guard abs(difference) >= max(share * earlierMM3, volumeMM3) * (1 - 1e-9) else { return .stable }
      return difference > 0 ? .grown : .shrunk
    }
  }

  /// A connected component of the two visits' union.
  public struct Entry: Sendable, Identifiable {
    /// 1 and up, the largest change of volume first.
    public let id: Int
    public let lesion: Lesion
    public let change: Change
    public let earlierMM3: Double
    public let laterMM3: Double
    public var differenceMM3: Double { laterMM3 - earlierMM3 }
  }

  public let threshold: Threshold
  public let entries: [Entry]
  private let grid: VoxelGrid

  public init(earlier: Mask, later: Mask, threshold: Threshold = Threshold(), connectivity: Connectivity = .edges) {
    self.threshold = threshold
    grid = earlier.grid
    let voxelMM3 = earlier.grid.voxelVolumeMM3
    let found = Lesions(of: earlier.union(later), connectivity: connectivity).lesions.map { lesion in
      let (a, b) = (lesion.overlapCount(with: earlier), lesion.overlapCount(with: later))
      return (lesion: lesion, earlierMM3: Double(a) * voxelMM3, laterMM3: Double(b) * voxelMM3)
    }
    .sorted {
      let (a, b) = (abs($0.laterMM3 - $0.earlierMM3), abs($1.laterMM3 - $1.earlierMM3))
      return a != b ? a > b : $0.lesion.id < $1.lesion.id
    }
    entries = found.enumerated().map { index, entry in
      Entry(
        id: index + 1, lesion: entry.lesion, change: threshold.change(from: entry.earlierMM3, to: entry.laterMM3),
        earlierMM3: entry.earlierMM3, laterMM3: entry.laterMM3)
    }
  }

  public func count(of change: Change) -> Int { entries.count { $0.change == change } }

  /// For each voxel of either visit the number of its lesion's change, 0 elsewhere.
  public func labels() -> Volume<UInt8> {
    var volume = Volume<UInt8>(grid: grid, filledWith: 0)
    for entry in entries { entry.lesion.forEachVoxel { volume[$0] = entry.change.label } }
    return volume
  }
}
