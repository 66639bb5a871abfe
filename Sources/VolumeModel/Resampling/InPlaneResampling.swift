/// Brings axial slices of a grid to square pixels of one size, and results back; slices stay where they are.
///
/// A network that has learnt on pixels of 1 mm sees lesions of the size it knows, whatever the scan's own pixels are.
public struct InPlaneResampling: Sendable, Hashable {
  /// The grid of the images as they are.
  public let source: VoxelGrid
  /// The source itself when its pixels have the size asked for.
  public let target: VoxelGrid

  /// Pixels that differ by no more than this fraction stay as they are.
  static let tolerance = 0.02
  /// Edges of pixels; images with others stay as they are.
  static let pixelsOfScansMM = 0.02...20.0

  /// - Parameter spacingMM: the edge of a pixel of the target; must be positive.
  public init(_ source: VoxelGrid, spacingMM: Double) {
    self.source = source
    let slices = source.orientation?.voxelAxis(alongWorldAxis: 2) ?? 2
    let spacing = source.usableSpacingMM
    var shape = source.shape
    var columns = [source.affine.columns.0, source.affine.columns.1, source.affine.columns.2]
    var origin = source.affine.origin
    // Of pixels that no scan has, the header is wrong: resampled, they would be few or fill the memory.
    let isBelievable = (0..<3).allSatisfy { $0 == slices || Self.pixelsOfScansMM.contains(spacing[$0]) }
    for axis in 0..<3 where isBelievable && axis != slices && abs(spacing[axis] / spacingMM - 1) > Self.tolerance {
      let factor = spacingMM / spacing[axis]
      // Clamped before the conversion: what a header claims must not overflow, nor ask for memory beyond reason.
      let length = min(max((Double(shape[axis]) / factor).rounded(), 1), 4096)
      // The middle of the image stays where it is.
      let shift = 0.5 * (Double(shape[axis]) - 1 - factor * (length - 1))
      origin += columns[axis] * shift
      columns[axis] *= factor
      shape[axis] = Int(length)
    }
    target =
      shape == source.shape
      ? source
      : VoxelGrid(
        shape: shape, affine: Affine(columns: (columns[0], columns[1], columns[2]), origin: origin),
        orientationKnown: source.orientation != nil)
  }

  /// Whether nothing is resampled.
  public var isIdentity: Bool { source == target }

  /// What was resampled, in words; nil when nothing was.
  public var note: String? {
    guard !isIdentity else { return nil }
    func text(_ grid: VoxelGrid) -> String {
      let spacing = grid.spacingMM
      return (0..<3).map { decimal(spacing[$0], 2) }.joined(separator: " x ")
    }
    return "resampled from \(text(source)) to \(text(target)) mm for the network, results back"
  }

  /// An image of the source on the target: linear between voxels, smoothed first where the target is coarser, by a
  /// Gaussian of (factor - 1) / 2 voxels.
  public func image(_ volume: Volume<Float>) -> Volume<Float> {
    isIdentity ? volume : Self.resample(volume, to: target)
  }

  /// A mask of the source on the target: the voxels of which at least half is inside.
  public func mask(_ mask: Mask) -> Mask {
    isIdentity ? mask : Mask(Self.resample(mask.indicator, to: target), atLeast: 0.5)
  }

  /// A map of the target on the source, linear between voxels.
  public func back(_ volume: Volume<Float>) -> Volume<Float> {
    isIdentity ? volume : Self.resample(volume, to: source)
  }

  /// A map of the target on the source, each voxel the value of the nearest one.
  public func backNearest(_ volume: Volume<Float>) -> Volume<Float> {
    guard !isIdentity else { return volume }
    var factors = SIMD3<Double>.one
    for axis in 0..<3 where source.shape[axis] != target.shape[axis] {
      factors[axis] = source.usableSpacingMM[axis] / target.usableSpacingMM[axis]
    }
    let start = 0.5 * (SIMD3<Double>(target.shape) - 1) - factors * 0.5 * (SIMD3<Double>(source.shape) - 1)
    let last = target.shape &- SIMD3(1, 1, 1)
    return Volume(
      grid: source,
      scalars: (0..<source.voxelCount).map { index in
        let place = start + factors * SIMD3<Double>(source.voxel(atLinearIndex: index))
        let nearest = SIMD3<Int>(place.rounded(.toNearestOrAwayFromZero))
        return volume[pointwiseMin(pointwiseMax(nearest, .zero), last)]
      })
  }

  private static func resample(_ volume: Volume<Float>, to grid: VoxelGrid) -> Volume<Float> {
    let own = volume.grid.usableSpacingMM
    let other = grid.usableSpacingMM
    var deviation = SIMD3<Double>.zero
    var steps = SIMD3<Double>.one
    for axis in 0..<3 where grid.shape[axis] != volume.grid.shape[axis] {
      steps[axis] = other[axis] / own[axis]
      deviation[axis] = max(0, (steps[axis] - 1) / 2) * own[axis]
    }
    let smooth = volume.smoothed(deviationMM: deviation)
    let middle = 0.5 * (SIMD3<Double>(volume.grid.shape) - 1)
    let start = middle - steps * 0.5 * (SIMD3<Double>(grid.shape) - 1)
    return smooth.interpolated(on: grid) { SIMD3<Float>(start + steps * SIMD3<Double>($0)) }
  }
}
