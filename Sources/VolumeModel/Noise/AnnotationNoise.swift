import Foundation

/// Noise on an annotation: a kind, how strong it is, and how it works.
///
/// Outlines are changed in each axial slice, component by component (8-connected); lesions are missed and added whole
/// (18-connected), and bent whole (26-connected). Every component and every lesion has a random stream of its own, numbered by its first voxel, so the
/// same seed gives the same result whatever else is in the mask and however many threads work.
public struct AnnotationNoise: Sendable, Hashable, Codable {
  /// Where the noise works.
  public enum Extent: String, Sendable, Hashable, Codable, CaseIterable {
    /// In each axial slice by itself, as raters draw.
    case slices
    /// In all three directions.
    case volume
  }

  /// What goes wrong.
  public var kind: NoiseKind
  /// In the kind's own unit (``NoiseKind/strengthUnit``); nil is the usual strength.
  public var strength: Double?
  /// Where it works; nil is the usual way of the kind (``NoiseKind/extents``).
  public var extent: Extent?
  /// Which corners a polygon keeps.
  public var corners: CornerChoice

  /// Noise of a kind; what a kind does not use is ignored.
  public init(
    _ kind: NoiseKind, strength: Double? = nil, extent: Extent? = nil, corners: CornerChoice = .visvalingam
  ) {
    self.kind = kind
    self.strength = strength
    self.extent = extent
    self.corners = corners
  }

  var usedExtent: Extent { extent ?? kind.extents.first ?? .slices }

  /// The strength that a seed leads to, inside the limits of the kind.
  public func strength(seed: UInt64) -> Double {
    let chosen: Double
    if let given = strength ?? kind.usualStrength {
      chosen = given
    } else {
      var random = RandomStream(seed: seed, name: "noise radius")
      chosen = Double(1 + random.index(below: 3))
    }
    let limited = min(max(chosen, kind.strengths.lowerBound), kind.strengths.upperBound)
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
    var noisy =
      switch kind.description.effect(strength, self) {
      case .mask(let change): change(mask, seed, bright)
      case .slices(let change):
        inSlices(mask, slices) { slice, _ in
          var random = RandomStream(seed: seed, name: streamName, index: UInt64(slice.number))
          return change(slice.mask, &random)
        }
      case .lesions(let change): inLesions(mask, seed: seed, change)
      case .outlines(let outlines): inSlices(mask, slices) { redrawn($0, in: $1, by: outlines, seed: seed) }
      }
    if let slices {
      let axial = AxialSlices(mask.grid)
      noisy = axial.taking(slices, from: noisy, othersFrom: mask)
    }
    return NoisyAnnotation(mask: noisy, strength: strength, of: mask)
  }

  private var streamName: String { "noise \(kind.rawValue)" }

  /// Changes the slices of a mask, on all cores.
  private func inSlices(
    _ mask: Mask, _ numbers: Set<Int>?, _ change: @Sendable (AxialSlices.Slice, AxialSlices) -> Mask
  ) -> Mask {
    let axial = AxialSlices(mask.grid)
    let work = axial.split(mask).filter { numbers?.contains($0.number) ?? true }
    var changed = work
    changed.withUnsafeMutableBufferPointer { changed in
      nonisolated(unsafe) let changed = changed
      DispatchQueue.concurrentPerform(iterations: work.count) { place in
        changed[place].mask = change(work[place], axial)
      }
    }
    return axial.join(changed)
  }

  /// Changes the lesions of a mask one by one, on all cores.
  private func inLesions(
    _ mask: Mask, seed: UInt64, _ change: @Sendable (Lesion, VoxelGrid, inout RandomStream) -> [SIMD3<Int>]
  ) -> Mask {
    let grid = mask.grid
    let lesions = Lesions(of: mask, connectivity: .corners).lesions
    var changed = [[SIMD3<Int>]](repeating: [], count: lesions.count)
    changed.withUnsafeMutableBufferPointer { changed in
      nonisolated(unsafe) let changed = changed
      DispatchQueue.concurrentPerform(iterations: lesions.count) { place in
        var random = RandomStream(
          seed: seed, name: "\(streamName) volume", index: lesions[place].streamNumber(in: grid))
        changed[place] = change(lesions[place], grid, &random)
      }
    }
    var result = Mask(grid: grid)
    for voxels in changed { for voxel in voxels where grid.contains(voxel) { result[voxel] = true } }
    return result
  }

  /// A slice with every component's outline drawn anew.
  private func redrawn(
    _ slice: AxialSlices.Slice, in axial: AxialSlices, by outlines: (SIMD2<Double>) -> any OutlineNoise, seed: UInt64
  ) -> Mask {
    let spacing = slice.mask.grid.usableSpacingMM
    let outline = outlines(SIMD2(spacing.x, spacing.y))
    var result = Mask(grid: slice.mask.grid)
    for component in Lesions(of: slice.mask, connectivity: .corners).lesions {
      let patch = PixelPatch(component)
      let first = axial.linearIndex(column: patch.firstPixel.x, row: patch.firstPixel.y, slice: slice.number)
      var random = RandomStream(seed: seed, name: streamName, index: UInt64(first))
      outline.apply(to: patch, random: &random).insert(into: &result)
    }
    return result
  }
}
