/// The peak of a brain's intensities: normal tissue, whatever the lesion load and the ventricles.
public struct BrainPeak: Sendable, Hashable {
  /// The most frequent intensity.
  public let mode: Double
  /// From the mode to where the histogram above it has fallen to half its height.
  public let halfWidth: Double

  /// The fraction of the brain that is brighter than the mode by more than two half widths.
  public let brightFraction: Double
  /// The fraction of the brain that is darker than the mode by more than two half widths.
  public let darkFraction: Double

  /// Standard deviation of the smoothing before the histogram is taken, so that its width is the tissue's and not the
  /// scan's noise.
  public static let smoothingMM = 1.0

  /// The peak of the finite voxels of a brain: the brain smoothed by a Gaussian of 1 mm in itself, 300 bins between the
  /// 1st and the 99.5th percentile, smoothed by four bins. Nil for a brain that is empty or constant.
  public init?(of volume: Volume<Float>, in brain: Mask) {
    var values = Self.smoothedValues(of: volume, in: brain)
    let (low, high) = values.withUnsafeMutableBufferPointer { ($0.percentile(1), $0.percentile(99.5)) }
    guard high > low, low.isFinite, high.isFinite else { return nil }
    let histogram = SmoothedHistogram(of: values, lower: Double(low), upper: Double(high))
    mode = histogram.mode
    halfWidth = histogram.halfWidthAbove
    let (lower, upper) = (Float(mode - 2 * halfWidth), Float(mode + 2 * halfWidth))
    let count = Double(max(1, values.count))
    brightFraction = Double(values.count { $0 > upper }) / count
    darkFraction = Double(values.count { $0 < lower }) / count
  }

  /// The smoothed intensities of the brain. Weights that fall outside it are left out, so that its rim is not mixed with
  /// what surrounds it.
  private static func smoothedValues(of volume: Volume<Float>, in brain: Mask) -> [Float] {
    guard let box = brain.boundingBox else { return [] }
    let shape = box.shape
    let spacing = volume.grid.usableSpacingMM
    let grid = VoxelGrid(shape: shape, affine: Affine(spacingMM: spacing))
    var sums = Volume<Float>(grid: grid, filledWith: 0)
    var weights = sums
    volume.withScalars { scalars in
      brain.forEachLinearIndex { index in
        guard scalars[index].isFinite else { return }
        let voxel = volume.grid.voxel(atLinearIndex: index) &- box.lower
        sums[voxel] = scalars[index]
        weights[voxel] = 1
      }
    }
    let inside = Mask(weights) { $0 > 0 }
    let deviation = SIMD3(repeating: smoothingMM)
    let smoothedWeights = ParallelValue { [weights] in weights.smoothed(deviationMM: deviation) }
    sums.smooth(deviationMM: deviation)
    weights = smoothedWeights.wait()
    var values: [Float] = []
    values.reserveCapacity(inside.count)
    inside.forEachLinearIndex { values.append(sums.scalars[$0] / weights.scalars[$0]) }
    return values
  }
}
