import Foundation

/// Noise on an annotation: a kind, how strong it is, and how it works.
///
/// Outlines are changed in each axial slice, component by component (8-connected); lesions are missed and added whole
/// (18-connected). Every component and every lesion has a random stream of its own, numbered by its first voxel, so the
/// same seed gives the same result whatever else is in the mask and however many threads work.
public struct AnnotationNoise: Sendable, Hashable, Codable {
  /// Where a radius counts.
  public enum Extent: String, Sendable, Hashable, Codable, CaseIterable {
    /// In each axial slice by itself, as raters draw.
    case slices
    /// In all three directions.
    case volume
  }

  public var kind: NoiseKind
  /// In the kind's own unit (``NoiseKind/strengthUnit``); nil is the usual strength.
  public var strength: Double?
  /// How dilation and erosion work; the other kinds have one way.
  public var extent: Extent
  /// Which corners a polygon keeps.
  public var corners: CornerChoice

  public init(
    _ kind: NoiseKind, strength: Double? = nil, extent: Extent = .slices, corners: CornerChoice = .visvalingam
  ) {
    self.kind = kind
    self.strength = strength
    self.extent = extent
    self.corners = corners
  }

  /// The strength that a seed leads to, inside the limits of the kind.
  public func strength(seed: UInt64) -> Double {
    let wanted: Double
    if let given = strength ?? kind.usualStrength {
      wanted = given
    } else {
      var random = RandomStream(seed: seed, name: "noise radius")
      wanted = Double(1 + random.index(below: 3))
    }
    let limited = min(max(wanted, kind.strengths.lowerBound), kind.strengths.upperBound)
    return kind.countsWholeNumbers ? limited.rounded() : limited
  }

  /// Makes a noisy annotation.
  /// - Parameters:
  ///   - bright: where false lesions may lie; `add` does nothing without it.
  ///   - slices: the axial slices that change, by voxel number; nil is all.
  public func apply(
    to mask: Mask, seed: UInt64, bright: BrightTissue? = nil, slices: Set<Int>? = nil
  ) -> NoisyAnnotation {
    let strength = strength(seed: seed)
    var noisy: Mask
    switch kind {
    case .dilate where extent == .volume: noisy = mask.dilated(radiusMM: strength)
    case .erode where extent == .volume: noisy = mask.eroded(radiusMM: strength)
    case .drop: noisy = MissedLesions(probability: strength).apply(to: mask, seed: seed)
    case .add: noisy = bright.map { FalseLesions(perLesion: strength).apply(to: mask, in: $0, seed: seed) } ?? mask
    case .dilate, .erode, .elastic, .polygon, .smooth, .markov:
      noisy = inSlices(mask, strength: strength, seed: seed, slices: slices)
    }
    if let slices {
      let axial = AxialSlices(mask.grid)
      noisy = axial.taking(slices, from: noisy, othersFrom: mask)
    }
    return NoisyAnnotation(mask: noisy, strength: strength, of: mask)
  }

  private func inSlices(_ mask: Mask, strength: Double, seed: UInt64, slices: Set<Int>?) -> Mask {
    let axial = AxialSlices(mask.grid)
    let work = axial.split(mask).filter { slices?.contains($0.number) ?? true }
    var changed = work
    changed.withUnsafeMutableBufferPointer { changed in
      nonisolated(unsafe) let changed = changed
      DispatchQueue.concurrentPerform(iterations: work.count) { place in
        changed[place].mask = noisy(work[place], strength: strength, seed: seed, in: axial)
      }
    }
    return axial.join(changed)
  }

  private func noisy(_ slice: AxialSlices.Slice, strength: Double, seed: UInt64, in axial: AxialSlices) -> Mask {
    switch kind {
    case .dilate: return slice.mask.dilated(radiusMM: strength)
    case .erode: return slice.mask.eroded(radiusMM: strength)
    case .markov:
      var random = RandomStream(seed: seed, name: "noise markov", index: UInt64(slice.number))
      return MarkovContour(steps: Int(strength)).apply(to: slice.mask, random: &random)
    case .elastic, .polygon, .smooth, .drop, .add:
      let spacing = slice.mask.grid.usableSpacingMM
      let outline = outlineNoise(strength: strength, spacingMM: SIMD2(spacing.x, spacing.y))
      var result = Mask(grid: slice.mask.grid)
      for component in Lesions(of: slice.mask, connectivity: .corners).lesions {
        let patch = PixelPatch(component)
        let first = axial.linearIndex(column: patch.firstPixel.x, row: patch.firstPixel.y, slice: slice.number)
        var random = RandomStream(seed: seed, name: "noise \(kind.rawValue)", index: UInt64(first))
        outline.apply(to: patch, random: &random).insert(into: &result)
      }
      return result
    }
  }

  private func outlineNoise(strength: Double, spacingMM: SIMD2<Double>) -> any OutlineNoise {
    switch kind {
    case .polygon: PolygonOutline(corners: Int(strength), choice: corners, spacingMM: spacingMM)
    case .smooth: FourierOutline(harmonics: Int(strength), spacingMM: spacingMM)
    default: ElasticDeformation(scale: strength, spacingMM: spacingMM)
    }
  }
}

/// Noise on the outline of one component of a slice.
protocol OutlineNoise: Sendable {
  func apply(to patch: PixelPatch, random: inout RandomStream) -> PixelPatch
}
