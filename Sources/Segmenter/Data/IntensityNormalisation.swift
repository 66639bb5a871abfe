internal import Foundation
public import VolumeModel

/// How the intensities of a scan are brought to a scale that scanners and lesion loads share.
public enum IntensityNormalisation: String, Sendable, Hashable, Codable, CaseIterable {
  /// Clip to the 0.5 and 99.5 percentile of brain voxels, subtract their mean, divide by their SD.
  case zScore = "z-score"
  /// Median and 1.4826 times the median absolute deviation of brain voxels.
  case medianDeviation = "median-deviation"
  /// Mode of the brain's histogram, and its half width at half height on the dark side. Lesions lie in the bright tail
  /// and ventricles in the dark one; neither moves the peak of normal tissue or its lower flank.
  case lowerSpread = "lower-spread"

  /// What training uses unless told otherwise.
  public static let standard = IntensityNormalisation.lowerSpread
}

/// An affine map of intensities with a clip on the mapped side: min(max((v - centre) / spread, lowest), highest).
public struct IntensityScale: Sendable, Hashable {
  public var centre: Float
  public var spread: Float
  public var lowest: Float
  public var highest: Float

  public func callAsFunction(_ value: Float) -> Float {
    min(max((value - centre) / spread, lowest), highest)
  }

  /// The scale of a volume's brain; voxels that are not finite are left out. A constant or empty brain maps to 0.
  public init(_ normalisation: IntensityNormalisation, volume: Volume<Float>, brain: Mask) {
    var values: [Float] = []
    values.reserveCapacity(brain.count)
    volume.withScalars { scalars in
      brain.forEachLinearIndex { if scalars[$0].isFinite { values.append(scalars[$0]) } }
    }
    self.init(normalisation, values: &values)
  }

  init(_ normalisation: IntensityNormalisation, values: inout [Float]) {
    values.sort()
    guard let first = values.first, let last = values.last, last > first else {
      self.init(centre: values.first ?? 0, spread: 1, lowest: 0, highest: 0)
      return
    }
    switch normalisation {
    case .zScore: self.init(zScoreOf: values)
    case .medianDeviation: self.init(medianOf: values)
    case .lowerSpread: self.init(lowerSpreadOf: values)
    }
  }

  private init(centre: Float, spread: Float, lowest: Float, highest: Float) {
    self.centre = centre
    self.spread = spread
    self.lowest = lowest
    self.highest = highest
  }

  private init(zScoreOf sorted: [Float]) {
    let low = percentile(0.5, of: sorted)
    let high = percentile(99.5, of: sorted)
    var sum = 0.0
    var squares = 0.0
    for value in sorted {
      let clipped = Double(min(max(value, low), high))
      sum += clipped
      squares += clipped * clipped
    }
    let mean = sum / Double(sorted.count)
    let deviation = max(squares / Double(sorted.count) - mean * mean, 0).squareRoot()
    let spread = deviation > 0 ? Float(deviation) : 1
    self.init(
      centre: Float(mean), spread: spread, lowest: (low - Float(mean)) / spread,
      highest: (high - Float(mean)) / spread)
  }

  private init(medianOf sorted: [Float]) {
    let median = percentile(50, of: sorted)
    let deviation = 1.4826 * percentile(50, of: sorted.map { abs($0 - median) }.sorted())
    // Scaled so that numbers have about the size of z-scores.
    self.init(centre: median, spread: deviation > 0 ? 1.5 * deviation : 1, lowest: -4, highest: 6)
  }

  private init(lowerSpreadOf sorted: [Float]) {
    let low = percentile(0.5, of: sorted)
    let high = percentile(99.5, of: sorted)
    guard high > low else {
      self.init(centre: low, spread: 1, lowest: -4, highest: 6)
      return
    }
    let bins = 400
    var counts = [Double](repeating: 0, count: bins)
    let perUnit = Double(bins) / Double(high - low)
    for value in sorted where value >= low && value <= high {
      counts[min(bins - 1, Int(Double(value - low) * perUnit))] += 1
    }
    let smooth = smoothed(counts, radius: 6)
    // The lowest tenth is fluid and the rim of the brain mask, which can be a peak of its own.
    let start = bins / 10
    let peak = (start..<bins).max { smooth[$0] < smooth[$1] } ?? start
    var half = peak
    while half > 0, smooth[half] > smooth[peak] / 2 { half -= 1 }
    // Scaled so that numbers have about the size of z-scores.
    let width = 1.7 * Double(max(peak - half, 1)) / perUnit
    self.init(
      centre: low + Float((Double(peak) + 0.5) / perUnit), spread: Float(width), lowest: -4, highest: 6)
  }
}

/// Linear between ranks, as numpy's default.
private func percentile(_ percent: Double, of sorted: [Float]) -> Float {
  guard let last = sorted.last else { return 0 }
  let rank = percent / 100 * Double(sorted.count - 1)
  let below = Int(rank)
  guard below + 1 < sorted.count else { return last }
  let share = Float(rank - Double(below))
  return sorted[below] + share * (sorted[below + 1] - sorted[below])
}

/// A Gaussian blur whose SD is `radius` bins, cut at three SD, ends repeated.
private func smoothed(_ counts: [Double], radius: Int) -> [Double] {
  let reach = 3 * radius
  let kernel = (-reach...reach).map { exp(-0.5 * Double($0 * $0) / Double(radius * radius)) }
  let total = kernel.reduce(0, +)
  return counts.indices.map { centre in
    var sum = 0.0
    for (weight, offset) in zip(kernel, -reach...reach) {
      sum += weight * counts[min(max(centre + offset, 0), counts.count - 1)]
    }
    return sum / total
  }
}
