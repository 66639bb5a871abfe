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
  /// The area by pixel among like pixels: a wrong label is compared only with right labels of the same truth, lesion or
  /// background within ``bandMM`` of one. Nil where there is no such pair, and in results of before it was computed.
  public var areaAmongLikePixels: Double?
  /// The area by slice with each slice's mean over its lesions and that band, which a slice has whether or not its
  /// annotation is corrupted.
  public var areaByWholeSlice: Double?
  /// How often a slice with a larger true lesion area than the median slice is marked more than another: away from 1/2 a
  /// map marks large lesions, or small ones, rather than mistakes.
  public var areaByLesionSize: Double?
  /// The fraction of the background within ``bandMM`` of true lesions that is labelled lesion.
  public var wrongFraction: Double?
  /// Of maps of weights, the fraction of the weight on that background which lies on pixels labelled lesion. A network that
  /// cannot tell corrupted slices from others predicts lesion there as often as this, so what a low weight is worth shows
  /// in how far it lies below ``wrongFraction``, and in whether it is below one half.
  public var wrongFractionOfWeight: Double?
  /// Pixels that are looked at and corrupted.
  public var corruptedPixels: Int
  /// Pixels that are looked at, lesion in both.
  public var rightPixels: Int
  /// Slices with a corrupted pixel.
  public var corruptedSlices: Int
  /// Slices with right pixels alone.
  public var rightSlices: Int

  /// Background this close to a lesion is like the rim that a too large annotation adds.
  public static let bandMM = 3.0

  private enum CodingKeys: String, CodingKey {
    case map
    case areaByPixel = "area_by_pixel"
    case areaBySlice = "area_by_slice"
    case areaAmongLikePixels = "area_among_like_pixels"
    case areaByWholeSlice = "area_by_whole_slice"
    case areaByLesionSize = "area_by_lesion_size"
    case wrongFraction = "wrong_fraction"
    case wrongFractionOfWeight = "wrong_fraction_of_weight"
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
    /// Of wrong and of right labels.
    private struct Scores {
      var wrong: [Double] = []
      var right: [Double] = []
      var area: Double? { RankedArea.value(marked: wrong, others: right) }
      var pairs: Double { Double(wrong.count) * Double(right.count) }

      mutating func add(_ score: Double, isWrong: Bool) {
        if isWrong { wrong.append(score) } else { right.append(score) }
      }
    }

    /// The mean over some pixels of each slice.
    private struct SliceMeans {
      private var sums: [Int: (sum: Double, count: Int, isWrong: Bool, lesionPixels: Int)] = [:]

      mutating func add(_ score: Double, isWrong: Bool, isLesion: Bool, slice number: Int) {
        let slice = sums[number] ?? (0, 0, false, 0)
        sums[number] = (
          slice.sum + score, slice.count + 1, slice.isWrong || isWrong, slice.lesionPixels + (isLesion ? 1 : 0)
        )
      }

      /// Each slice's mean beside its lesion pixels.
      var bySize: [(pixels: Int, mean: Double)] {
        sums.keys.sorted().compactMap { sums[$0] }.map { ($0.lesionPixels, $0.sum / Double($0.count)) }
      }

      func add(to scores: inout Scores) {
        for number in sums.keys.sorted() {
          guard let slice = sums[number] else { continue }
          scores.add(slice.sum / Double(slice.count), isWrong: slice.isWrong)
        }
      }
    }

    private var pixels = Scores()
    private var slices = Scores()
    private var inside = Scores()
    private var band = Scores()
    private var wholeSlices = Scores()
    private var bySize: [(pixels: Int, mean: Double)] = []

    var isEmpty: Bool { pixels.wrong.isEmpty && pixels.right.isEmpty }

    mutating func add(_ volume: Volume<Float>, _ one: Case, sign: Double) {
      let axial = AxialSlices(one.clean.grid)
      let wrong = one.clean.symmetricDifference(one.noisy)
      let lesions = one.clean.union(one.noisy)
      var (means, wholeMeans) = (SliceMeans(), SliceMeans())
      lesions.union(one.band).forEachLinearIndex { index in
        let value = volume.scalars[index]
        guard value.isFinite else { return }
        let voxel = one.clean.grid.voxel(atLinearIndex: index)
        let (score, isWrong) = (sign * Double(value), wrong[voxel])
        let slice = axial.number(of: voxel)
        if one.clean[voxel] { inside.add(score, isWrong: isWrong) } else { band.add(score, isWrong: isWrong) }
        wholeMeans.add(score, isWrong: isWrong, isLesion: one.clean[voxel], slice: slice)
        guard lesions[voxel] else { return }
        pixels.add(score, isWrong: isWrong)
        means.add(score, isWrong: isWrong, isLesion: one.clean[voxel], slice: slice)
      }
      means.add(to: &slices)
      wholeMeans.add(to: &wholeSlices)
      bySize += means.bySize
    }

    private var areaByLesionSize: Double? {
      let sizes = bySize.map(\.pixels).sorted()
      guard !sizes.isEmpty else { return nil }
      let median = sizes[(sizes.count - 1) / 2]
      return RankedArea.value(
        marked: bySize.filter { $0.pixels > median }.map(\.mean),
        others: bySize.filter { $0.pixels <= median }.map(\.mean))
    }

    /// The fraction of pairs of one truth that are in the right order, of both truths together.
    private var areaAmongLikePixels: Double? {
      let parts = [inside, band].compactMap { scores in scores.area.map { (area: $0, pairs: scores.pairs) } }
      let pairs = parts.reduce(0) { $0 + $1.pairs }
      return pairs > 0 ? parts.reduce(0) { $0 + $1.area * $1.pairs } / pairs : nil
    }

    private var wrongFraction: Double? {
      let count = band.wrong.count + band.right.count
      return count > 0 ? Double(band.wrong.count) / Double(count) : nil
    }

    /// Scores of weights are negative weights.
    private var wrongFractionOfWeight: Double? {
      let (wrong, right) = (-band.wrong.reduce(0, +), -band.right.reduce(0, +))
      return wrong + right > 0 ? wrong / (wrong + right) : nil
    }

    func mark(_ kind: PixelMapKind) -> CorruptionMark {
      CorruptionMark(
        map: kind, areaByPixel: pixels.area, areaBySlice: slices.area, areaAmongLikePixels: areaAmongLikePixels,
        areaByWholeSlice: wholeSlices.area, areaByLesionSize: areaByLesionSize, wrongFraction: wrongFraction,
        wrongFractionOfWeight: kind == .weight ? wrongFractionOfWeight : nil, corruptedPixels: pixels.wrong.count,
        rightPixels: pixels.right.count, corruptedSlices: slices.wrong.count, rightSlices: slices.right.count)
    }
  }
}

extension CorruptionMark.Case {
  /// The background close to true lesions.
  fileprivate var band: Mask {
    let distances = DistanceMap(to: clean, in: VoxelBox(clean.grid), reachMM: CorruptionMark.bandMM)
    var band = Mask(grid: clean.grid)
    for (index, square) in distances.squaredMM2.enumerated()
    where square > 0 && square <= CorruptionMark.bandMM * CorruptionMark.bandMM {
      band[clean.grid.voxel(atLinearIndex: index)] = true
    }
    return band
  }
}
