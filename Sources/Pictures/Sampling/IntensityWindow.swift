package import VolumeModel

/// The intensities drawn as black and as white.
package struct IntensityWindow: Sendable, Hashable {
  package var low: Float
  package var high: Float

  package init(low: Float, high: Float) {
    self.low = low
    self.high = high > low ? high : low + max(abs(low) * 1e-6, 1e-6)
  }

  package var level: Float { (low + high) / 2 }
  package var width: Float { high - low }

  /// 0 for black to 1 for white; NaN stays NaN.
  package func brightness(_ intensity: Float) -> Float {
    intensity.isNaN ? .nan : min(1, max(0, (intensity - low) / (high - low)))
  }

  /// The intensity, or the end of the window beyond which it lies: black is not blacker than black when voxels are
  /// averaged. What is no number stays none.
  package func clipped(_ intensity: Float) -> Float {
    intensity < low && intensity.isFinite ? low : intensity > high && intensity.isFinite ? high : intensity
  }

  /// The window moved by a fraction of its own width, and widened by a factor.
  package func adjusted(levelBy fraction: Float, widthBy factor: Float) -> IntensityWindow {
    let newWidth = width * factor
    let newLevel = level + fraction * width
    return IntensityWindow(low: newLevel - newWidth / 2, high: newLevel + newWidth / 2)
  }

  /// One window for the whole volume, so that its slices compare: white is the 99.8 percentile of the brain's voxels, black
  /// lies 45 % of the way from their 0.5 percentile to their median, so that tissue, not fluid, gets the greys.
  package static func automatic(for histogram: IntensityHistogram) -> IntensityWindow {
    guard histogram.total > 0 else { return IntensityWindow(low: 0, high: 1) }
    let darkest = histogram.percentile(0.5)
    let low = darkest + 0.45 * (histogram.percentile(50) - darkest)
    return IntensityWindow(low: low, high: histogram.percentile(99.8))
  }
}

/// How many voxels fall into equal steps of intensity.
package struct IntensityHistogram: Sendable {
  package let lowest: Float
  package let highest: Float
  package let counts: [Int]
  package let total: Int

  /// Finite voxels of `image` inside `mask`.
  package init(of image: Volume<Float>, inside mask: Mask, bins: Int) {
    var lowest = Float.infinity
    var highest = -Float.infinity
    var counts = [Int](repeating: 0, count: bins)
    var total = 0
    image.withScalars { scalars in
      mask.forEachLinearIndex { index in
        let value = scalars[index]
        guard value.isFinite else { return }
        lowest = min(lowest, value)
        highest = max(highest, value)
      }
      guard lowest <= highest else { return }
      let scale = highest > lowest ? Float(bins) / (highest - lowest) : 0
      mask.forEachLinearIndex { index in
        let value = scalars[index]
        guard value.isFinite else { return }
        let bin = ((value - lowest) * scale)
        counts[bin.isFinite ? min(bins - 1, max(0, Int(bin))) : 0] += 1
        total += 1
      }
    }
    self.lowest = lowest
    self.highest = highest
    self.counts = counts
    self.total = total
  }

  /// The intensity below which `percent` of the voxels lie, to the width of a bin.
  package func percentile(_ percent: Double) -> Float {
    let wanted = Double(total) * percent / 100
    var passed = 0.0
    for (bin, count) in counts.enumerated() {
      passed += Double(count)
      if passed >= wanted {
        return lowest + (highest - lowest) * (Float(bin) + 0.5) / Float(counts.count)
      }
    }
    return highest
  }
}
