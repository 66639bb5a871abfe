package import VolumeModel

/// How well one map of a run marks what is wrong with its annotations, where that is known.
///
/// Looked at are the pixels that are lesion in the annotation or in truth; those on which both differ are corrupted. High
/// losses and uncertainties mark, and low weights.
public struct CorruptionMark: Sendable, Hashable, Codable {
  /// The map.
  public var map: PixelMapKind
  /// The area under the ROC curve over pixels; nil where all or none are corrupted.
  public var areaByPixel: Double?
  /// The same over slices, each with the mean over its pixels that are looked at; one with a corrupted pixel is corrupted.
  public var areaBySlice: Double?
  /// Pixels that are looked at and corrupted.
  public var corruptedPixels: Int
  /// Pixels that are looked at, lesion in both.
  public var rightPixels: Int
  /// Slices with a corrupted pixel.
  public var corruptedSlices: Int
  /// Slices with right pixels alone.
  public var rightSlices: Int

  private enum CodingKeys: String, CodingKey {
    case map
    case areaByPixel = "area_by_pixel"
    case areaBySlice = "area_by_slice"
    case corruptedPixels = "corrupted_pixels"
    case rightPixels = "right_pixels"
    case corruptedSlices = "corrupted_slices"
    case rightSlices = "right_slices"
  }

  /// One case: its maps, its true mask, and the annotation that the run was given.
  package struct Case: Sendable {
    let maps: PixelMaps
    let clean: Mask
    let noisy: Mask

    package init(maps: PixelMaps, clean: Mask, noisy: Mask) {
      self.maps = maps
      self.clean = clean
      self.noisy = noisy
    }
  }

  /// What each kind of map marks, over all cases together.
  package static func marks(_ cases: [Case]) -> [CorruptionMark] {
    PixelMapKind.allCases.compactMap { kind in
      var tally = Tally()
      for one in cases {
        if let map = one.maps[kind] { tally.add(map.volume, one, sign: kind == .weight ? -1 : 1) }
      }
      return tally.isEmpty ? nil : tally.mark(kind)
    }
  }

  private struct Tally {
    private var pixels: (corrupted: [Double], right: [Double]) = ([], [])
    private var slices: (corrupted: [Double], right: [Double]) = ([], [])

    var isEmpty: Bool { pixels.corrupted.isEmpty && pixels.right.isEmpty }

    mutating func add(_ volume: Volume<Float>, _ one: Case, sign: Double) {
      let axial = AxialSlices(one.clean.grid)
      let wrong = one.clean.symmetricDifference(one.noisy)
      var sums: [Int: (sum: Double, count: Int, isCorrupted: Bool)] = [:]
      one.clean.union(one.noisy).forEachLinearIndex { index in
        let value = volume.scalars[index]
        guard value.isFinite else { return }
        let voxel = one.clean.grid.voxel(atLinearIndex: index)
        let (score, isCorrupted) = (sign * Double(value), wrong[voxel])
        if isCorrupted { pixels.corrupted.append(score) } else { pixels.right.append(score) }
        var slice = sums[axial.number(of: voxel)] ?? (0, 0, false)
        slice = (slice.sum + score, slice.count + 1, slice.isCorrupted || isCorrupted)
        sums[axial.number(of: voxel)] = slice
      }
      for number in sums.keys.sorted() {
        guard let slice = sums[number] else { continue }
        let mean = slice.sum / Double(slice.count)
        if slice.isCorrupted { slices.corrupted.append(mean) } else { slices.right.append(mean) }
      }
    }

    func mark(_ kind: PixelMapKind) -> CorruptionMark {
      CorruptionMark(
        map: kind, areaByPixel: RankedArea.value(marked: pixels.corrupted, others: pixels.right),
        areaBySlice: RankedArea.value(marked: slices.corrupted, others: slices.right),
        corruptedPixels: pixels.corrupted.count, rightPixels: pixels.right.count,
        corruptedSlices: slices.corrupted.count, rightSlices: slices.right.count)
    }
  }
}
