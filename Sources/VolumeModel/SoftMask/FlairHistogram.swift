/// How bright the FLAIR is inside the expert mask, on the grown rim, and in the rest of the brain.
public struct FlairHistogram: Sendable, Hashable {
  /// Where the first bin begins and the last one ends; darker and brighter voxels are counted in those.
  public let lower: Double
  /// The FLAIR value at the end of the last bin.
  public let upper: Double
  /// Voxels a bin inside the expert's mask.
  public let inside: [Int]
  /// Voxels a bin in the rim that may be grown.
  public let rim: [Int]
  /// Voxels a bin in the rest of the brain.
  public let outside: [Int]

  /// Bins, all of one width.
  public static let binCount = 64

  /// The bin of a FLAIR value, for drawing a threshold among the bars.
  public func bin(of value: Double) -> Int {
    FlairBins(lower: lower, upper: upper).bin(of: value)
  }
}

struct FlairBins: Sendable {
  let lower: Double
  let upper: Double

  func bin(of value: Double) -> Int {
    guard upper > lower, value > lower else { return 0 }
    let bin = (value - lower) / (upper - lower) * Double(FlairHistogram.binCount)
    return bin < Double(FlairHistogram.binCount) ? Int(bin) : FlairHistogram.binCount - 1
  }

  func counts(of flair: Volume<Float>, in mask: Mask) -> [Int] {
    var counts = [Int](repeating: 0, count: FlairHistogram.binCount)
    flair.withScalars { flair in
      mask.forEachLinearIndex { index in
        if flair[index].isFinite { counts[bin(of: Double(flair[index]))] += 1 }
      }
    }
    return counts
  }
}

extension SoftMaskGrowth {
  /// The histogram for a soft mask of this growth. Bins span the brain's values, cut three standard deviations below
  /// and five above the mean.
  public func histogram(of softMask: SoftMask) -> FlairHistogram {
    let rim = bins.counts(of: flair, in: softMask.grown)
    return FlairHistogram(
      lower: bins.lower, upper: bins.upper, inside: insideCounts, rim: rim,
      outside: zip(aroundCounts, rim).map { max(0, $0 - $1) })
  }
}
