/// What became of the lesions between two visits, on one grid.
public struct LongitudinalComparison: Sendable {
  /// What became of a lesion.
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

  /// How much a lesion must change to have grown or shrunk: by this fraction of its earlier volume and by this volume, so
  /// that neither a voxel at the rim of a small lesion nor the noise of a large one counts.
  public struct Threshold: Sendable, Hashable, Codable {
    /// Of the earlier volume.
    public var fraction: Double
    /// Cubic millimetres.
    public var volumeMM3: Double

    /// A change must pass both; the defaults are a quarter and 10 cubic millimetres.
    public init(fraction: Double = 0.25, volumeMM3: Double = 10) {
      self.fraction = fraction
      self.volumeMM3 = volumeMM3
    }

    /// What became of a lesion of these volumes; 0 is no lesion.
    public func change(from earlierMM3: Double, to laterMM3: Double) -> Change {
      if earlierMM3 == 0 { return .new }
      if laterMM3 == 0 { return .gone }
      let difference = laterMM3 - earlierMM3
      // Spacings in files carry rounding errors.
      guard abs(difference) >= max(fraction * earlierMM3, volumeMM3) * (1 - 1e-9) else { return .stable }
      return difference > 0 ? .grown : .shrunk
    }

    /// The rule that says so, as in "stable: by 3 mm3, less than 10 mm3".
    public func reason(from earlierMM3: Double, to laterMM3: Double) -> String {
      let change = change(from: earlierMM3, to: laterMM3)
      guard change != .new, change != .gone else {
        return change == .new ? "new: not there at the earlier visit" : "gone: not there at this visit"
      }
      let difference = abs(laterMM3 - earlierMM3)
      let parts = difference / earlierMM3
      let measured = "by \(Self.number(difference)) mm3 and \(Self.number(parts * 100)) %"
      let (least, leastFraction) = ("\(Self.number(volumeMM3)) mm3", "\(Self.number(fraction * 100)) %")
      guard change == .stable else { return "\(change.rawValue): \(measured), at least \(least) and \(leastFraction)" }
      let missed = [
        difference < volumeMM3 * (1 - 1e-9) ? least : nil, parts < fraction * (1 - 1e-9) ? leastFraction : nil,
      ].compactMap { $0 }
      return "stable: \(measured), less than \(missed.joined(separator: " and "))"
    }

    private static func number(_ value: Double) -> String {
      guard abs(value) < 1e15 else { return "\(value)" }
      return value == value.rounded() || value >= 100 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
    }
  }

  /// A connected component of the two visits' union.
  public struct Entry: Sendable, Identifiable {
    /// 1 and up, the largest change of volume first.
    public let id: Int
    /// Its voxels at either visit.
    public let lesion: Lesion
    /// What became of it.
    public let change: Change
    /// Cubic millimetres at the earlier visit.
    public let earlierMM3: Double
    /// Cubic millimetres at the later visit.
    public let laterMM3: Double
    /// Later minus earlier.
    public var differenceMM3: Double { laterMM3 - earlierMM3 }
  }

  /// What counts as a change.
  public let threshold: Threshold
  /// One a lesion of either visit.
  public let entries: [Entry]
  private let grid: VoxelGrid

  /// Compares two visits on one grid.
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

  /// Lesions that changed so.
  public func count(of change: Change) -> Int { entries.count { $0.change == change } }

  /// For each voxel of either visit the number of its lesion's change, 0 elsewhere.
  public func labels() -> Volume<UInt8> {
    var volume = Volume<UInt8>(grid: grid, filledWith: 0)
    for entry in entries { entry.lesion.forEachVoxel { volume[$0] = entry.change.label } }
    return volume
  }
}
