/// Looks whether a lesion mask fits its FLAIR better when its array is mirrored: lesions are bright on FLAIR, so a mask
/// whose mirror image is much brighter was probably flipped against its header.
public struct MirrorCheck: Sendable {
  /// The contrast of the mask as it lies: how far the mean inside is above that of the image, in standard deviations.
  public let contrast: Double
  /// The best of its mirror images along one voxel axis, and that axis.
  public let mirroredContrast: Double
  public let axis: Int

  /// So much brighter must the mirror image be, and so little bright the mask.
  private static let leastGain = 1.0
  private static let mostContrast = 1.0
  /// Fewer voxels say nothing.
  private static let fewestVoxels = 50

  /// Nil for a mask that is too small, or an image without contrast.
  public init?(_ mask: Mask, on flair: Volume<Float>) {
    let grid = mask.grid
    let (mean, deviation) = flair.withScalars { Self.statistics($0) }
    guard deviation > 0 else { return nil }
    var sums = SIMD4<Double>.zero
    var count = 0
    flair.withScalars { scalars in
      mask.forEachLinearIndex { index in
        let voxel = grid.voxel(atLinearIndex: index)
        sums[0] += Self.finite(scalars[index])
        for axis in 0..<3 {
          var other = voxel
          other[axis] = grid.shape[axis] - 1 - voxel[axis]
          sums[axis + 1] += Self.finite(scalars[grid.linearIndex(other)])
        }
        count += 1
      }
    }
    guard count >= Self.fewestVoxels else { return nil }
    let contrasts = (sums / Double(count) - mean) / deviation
    contrast = contrasts[0]
    axis = (0..<3).max { contrasts[$0 + 1] < contrasts[$1 + 1] } ?? 0
    mirroredContrast = contrasts[axis + 1]
  }

  /// Whether the mask is probably mirrored.
  public var isSuspect: Bool { contrast < Self.mostContrast && mirroredContrast - contrast > Self.leastGain }

  /// What a person is told; nil where nothing is wrong.
  var note: String? {
    guard isSuspect else { return nil }
    return
      "WARNING: probably mirrored against its header: the FLAIR is \(decimal(contrast, 1)) standard deviations above its "
      + "mean inside the mask, \(decimal(mirroredContrast, 1)) when the array is mirrored along its \(["first", "second", "third"][axis]) axis"
  }

  private static func finite(_ value: Float) -> Double { value.isFinite ? Double(value) : 0 }

  /// Mean and standard deviation of the voxels that are not zero.
  private static func statistics(_ scalars: UnsafeBufferPointer<Float>) -> (mean: Double, deviation: Double) {
    var (sum, squares, count) = (0.0, 0.0, 0.0)
    for value in scalars where value.isFinite && value != 0 {
      sum += Double(value)
      squares += Double(value) * Double(value)
      count += 1
    }
    guard count > 1 else { return (0, 0) }
    let mean = sum / count
    return (mean, max(0, squares / count - mean * mean).squareRoot())
  }
}
