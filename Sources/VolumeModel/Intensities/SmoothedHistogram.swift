import Foundation

/// A histogram smoothed by a Gaussian, for the place of its mode and how wide its peak is.
public struct SmoothedHistogram: Sendable, Hashable {
  /// The lower end of the first bin.
  public let lower: Double
  /// The upper end of the last bin.
  public let upper: Double
  /// Voxels a bin, smoothed.
  public let counts: [Double]

  /// - Parameters:
  ///   - values: those outside `lower...upper` are left out, as by NumPy's `histogram`.
  ///   - smoothingBins: the standard deviation of the Gaussian, in bins; it ends at four of them, and beyond the
  ///     histogram's ends there is nothing.
  public init(of values: [Float], lower: Double, upper: Double, bins: Int = 300, smoothingBins: Double = 4) {
    self.lower = lower
    self.upper = upper
    var raw = [Double](repeating: 0, count: max(1, bins))
    let binsPerUnit = Double(raw.count) / (upper - lower)
    for value in values {
      let place = (Double(value) - lower) * binsPerUnit
      guard place >= 0, place <= Double(raw.count) else { continue }
      raw[min(Int(place), raw.count - 1)] += 1
    }
    let weights = GaussianWeights(deviation: smoothingBins)
    counts = raw.indices.map { bin in
      var sum = 0.0
      for offset in -weights.radius...weights.radius where raw.indices.contains(bin + offset) {
        sum += weights[offset] * raw[bin + offset]
      }
      return sum
    }
  }

  /// The middle of the highest bin, the first of several.
  public var mode: Double { middle(of: highestBin) }

  /// From the mode to the first bin above it with less than half its count; to the last bin when there is none.
  public var halfWidthAbove: Double {
    let highest = highestBin
    let bin = counts[highest...].firstIndex { $0 < counts[highest] / 2 } ?? counts.count - 1
    return middle(of: bin) - middle(of: highest)
  }

  private var highestBin: Int {
    var best = 0
    for bin in counts.indices where counts[bin] > counts[best] { best = bin }
    return best
  }

  private func middle(of bin: Int) -> Double {
    lower + (Double(bin) + 0.5) * (upper - lower) / Double(counts.count)
  }
}

/// A Gaussian sampled at whole steps, cut at four standard deviations, its sum 1.
struct GaussianWeights {
  let radius: Int
  private let half: [Double]

  init(deviation: Double) {
    radius = deviation > 0 ? Int(min(4 * deviation, 1e6) + 0.5) : 0
    let raw = (0...radius).map { $0 == 0 ? 1 : exp(-0.5 * Double($0 * $0) / (deviation * deviation)) }
    let sum = 2 * raw.dropFirst().reduce(0, +) + raw[0]
    half = raw.map { $0 / sum }
  }

  subscript(offset: Int) -> Double { half[abs(offset)] }
}
