public import VolumeModel

/// How the intensities of a scan are brought to a scale that is the same for all scanners and lesion loads.
public enum IntensityNormalisation: String, Sendable, Hashable, Codable, CaseIterable {
  /// Clip to the 0.5 and 99.5 percentile of brain voxels, subtract their mean, divide by their SD.
  case zScore = "z-score"
  /// Subtract the median of brain voxels, divide by 1.5 times their scaled median absolute deviation (1.4826 MAD, the
  /// SD of a normal distribution). Lesions and ventricles are the tails; they hardly move either number, where mean and
  /// SD follow the lesion load and whatever else a brain mask holds. Trained on one scanner and tested on another, it
  /// carried over better than the z-score (two cases, one to three seeds); with both scanners in training the z-score
  /// was no worse.
  case medianDeviation = "median-deviation"
  /// Subtract the mode of the brain's smoothed histogram, divide by twice its half width above the mode (`BrainPeak`).
  /// Both belong to normal tissue: neither noise nor lesions nor ventricles move them much. Left-out patients of other
  /// scanners scored 0.65 with it where median and deviation gave 0.44 and the z-score 0.39 (mean Dice of three patients).
  case modeWidth = "mode-width"

  /// What training uses unless another is given.
  public static let standard = IntensityNormalisation.modeWidth
}

/// An affine map of intensities with a clip on the mapped side: min(max((v - centre) / spread, lowest), highest).
public struct IntensityScale: Sendable, Hashable {
  /// The intensity that becomes 0.
  public var centre: Float
  /// The intensities that become a distance of 1.
  public var spread: Float
  /// The smallest mapped value.
  public var lowest: Float
  /// The largest mapped value.
  public var highest: Float

  /// The mapped value of an intensity.
  public func callAsFunction(_ value: Float) -> Float {
    min(max((value - centre) / spread, lowest), highest)
  }

  /// The scale of a volume's brain; voxels that are not finite are left out. A constant or empty brain maps to 0.
  /// - Parameter peak: of that brain, where it is known.
  public init(_ normalisation: IntensityNormalisation, volume: Volume<Float>, brain: Mask, peak: BrainPeak? = nil) {
    if normalisation == .modeWidth, let peak = peak ?? BrainPeak(of: volume, in: brain) {
      self.init(
        centre: Float(peak.mode), spread: max(Float(2 * peak.halfWidth), .leastNormalMagnitude), lowest: -4, highest: 6)
      return
    }
    var values: [Float] = []
    values.reserveCapacity(brain.count)
    volume.withScalars { scalars in
      brain.forEachLinearIndex { if scalars[$0].isFinite { values.append(scalars[$0]) } }
    }
    self.init(normalisation, values: &values)
  }

  init(_ normalisation: IntensityNormalisation, values: inout [Float]) {
    guard let first = values.first, values.contains(where: { $0 != first }) else {
      self.init(centre: values.first ?? 0, spread: 1, lowest: 0, highest: 0)
      return
    }
    switch normalisation {
    case .zScore: self.init(zScoreOf: &values)
    // A brain without a peak, of one value smoothed, has a median all the same.
    case .medianDeviation, .modeWidth: self.init(medianOf: &values)
    }
  }

  private init(centre: Float, spread: Float, lowest: Float, highest: Float) {
    self.centre = centre
    self.spread = spread
    self.lowest = lowest
    self.highest = highest
  }

  private init(zScoreOf values: inout [Float]) {
    let (low, high) = values.withUnsafeMutableBufferPointer { ($0.percentile(0.5), $0.percentile(99.5)) }
    values.sort()
    var sum = 0.0
    var squares = 0.0
    for value in values {
      let clipped = Double(min(max(value, low), high))
      sum += clipped
      squares += clipped * clipped
    }
    let mean = sum / Double(values.count)
    let deviation = max(squares / Double(values.count) - mean * mean, 0).squareRoot()
    let spread = deviation > 0 ? Float(deviation) : 1
    self.init(
      centre: Float(mean), spread: spread, lowest: (low - Float(mean)) / spread,
      highest: (high - Float(mean)) / spread)
  }

  private init(medianOf values: inout [Float]) {
    let (median, deviation) = values.withUnsafeMutableBufferPointer { values in
      let median = values.median()
      for index in values.indices { values[index] = abs(values[index] - median) }
      return (median, 1.4826 * values.median())
    }
    // 1.5, so that numbers have about the size of z-scores over a whole brain.
    self.init(centre: median, spread: deviation > 0 ? 1.5 * deviation : 1, lowest: -4, highest: 6)
  }
}
