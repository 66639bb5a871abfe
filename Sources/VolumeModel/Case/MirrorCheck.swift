/// Looks whether a lesion mask fits its FLAIR better when its array is mirrored: lesions are bright on FLAIR, so a mask
/// whose mirror image is much brighter was probably flipped against its header.
public struct MirrorCheck: Sendable {
  /// The contrast of the mask as it lies: how far the mean inside is above that of the head, in standard deviations.
  public let contrast: Double
  /// The best of its seven mirror images, and the voxel axes along which that is mirrored.
  public let mirroredContrast: Double
  /// The voxel axes, 0 to 2, along which that image is mirrored.
  public let axes: [Int]

  /// So much brighter must the mirror image be. Of nine hospital scans whose masks lie right, no mirror image comes
  /// closer than -0.6; of three whose published masks are flipped, the right place gains 0.9 and more.
  private static let leastGain = 0.5
  /// Fewer voxels say nothing.
  private static let fewestVoxels = 50

  /// Nil for a mask that is too small, or an image without contrast.
  public init?(_ mask: Mask, on flair: Volume<Float>) {
    self.init(mask, on: flair, head: HeadIntensities(of: flair))
  }

  /// What is told of each of several masks, nil where nothing is wrong: one pass over the image serves them all.
  public static func notes(of masks: [Mask], on flair: Volume<Float>) -> [String?] {
    let head = HeadIntensities(of: flair)
    return masks.map { MirrorCheck($0, on: flair, head: head)?.note }
  }

  /// As above, with the intensities of the head known already: one pass over the image serves all its masks.
  init?(_ mask: Mask, on flair: Volume<Float>, head: HeadIntensities) {
    let grid = mask.grid
    let (mean, deviation) = (head.mean, head.deviation)
    guard deviation > 0 else { return nil }
    // One sum for each set of mirrored axes, a bit an axis.
    var sums = SIMD8<Double>.zero
    var count = 0
    flair.withScalars { scalars in
      mask.forEachLinearIndex { index in
        let voxel = grid.voxel(atLinearIndex: index)
        for set in 0..<8 {
          var other = voxel
          for axis in 0..<3 where set >> axis & 1 == 1 { other[axis] = grid.shape[axis] - 1 - voxel[axis] }
          let value = scalars[grid.linearIndex(other)]
          sums[set] += value.isFinite ? Double(value) : 0
        }
        count += 1
      }
    }
    guard count >= Self.fewestVoxels else { return nil }
    let contrasts = (sums / Double(count) - mean) / deviation
    let best = (1..<8).max { contrasts[$0] < contrasts[$1] } ?? 1
    contrast = contrasts[0]
    mirroredContrast = contrasts[best]
    axes = (0..<3).filter { best >> $0 & 1 == 1 }
  }

  /// Whether the mask is probably mirrored. A mirror image that is darker than the head explains nothing.
  public var isSuspect: Bool { mirroredContrast > 0 && mirroredContrast - contrast > Self.leastGain }

  /// What a person is told; nil where nothing is wrong.
  public var note: String? { finding.map { "WARNING: \($0)" } }

  /// The same as a part of another sentence.
  var finding: String? {
    guard isSuspect else { return nil }
    let names = axes.map { ["first", "second", "third"][$0] }.joined(separator: " and ")
    return
      "probably mirrored against its header: inside the mask the FLAIR is \(decimal(contrast, 1)) standard "
      + "deviations above the head's mean, and \(decimal(mirroredContrast, 1)) where its array is mirrored along the "
      + "\(names) axis"
  }
}

/// Mean and standard deviation of the head: of the voxels above the mean of those that are not zero, since the air of
/// raw scans is noise.
struct HeadIntensities: Sendable {
  let mean: Double
  let deviation: Double

  init(of flair: Volume<Float>) {
    (mean, deviation) = flair.withScalars { scalars in
      let air = Self.moments(scalars, above: -.infinity).mean
      let head = Self.moments(scalars, above: Float(air))
      return (head.mean, max(0, head.square - head.mean * head.mean).squareRoot())
    }
  }

  private static func moments(
    _ scalars: UnsafeBufferPointer<Float>, above limit: Float
  ) -> (mean: Double, square: Double) {
    var (sum, squares, count) = (0.0, 0.0, 0.0)
    for value in scalars where value.isFinite && value != 0 && value > limit {
      sum += Double(value)
      squares += Double(value) * Double(value)
      count += 1
    }
    return count > 0 ? (sum / count, squares / count) : (0, 0)
  }
}
