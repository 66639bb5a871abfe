import Glibc

/// How a map of a prediction counts probability, told by its values.
public enum PredictionScale: Sendable, Hashable {
  /// 0 to 1; interpolation may have gone a little beyond.
  case probability
  /// 0 to 100.
  case percent
  /// 0 to 255.
  case bytes
  /// Before the sigmoid.
  case logits
  /// A few whole numbers, as in a mask.
  case labels
  /// None of these.
  case unknown

  /// How far interpolation may carry a probability beyond 0 and 1.
  private static let overshoot: Float = 0.25

  /// - Parameter values: the voxels of a map; those that are not finite are passed over.
  public init(of values: some Sequence<Float>) {
    var (low, high): (Float, Float) = (.infinity, -.infinity)
    var different: Set<Float> = []
    var (count, zeros) = (0, 0)
    var isWholeThroughout = true
    // How many voxels would be lesion in per cent, and in bytes.
    var (abovePercent, aboveByte) = (0, 0)
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
      count += 1
      if value == 0 { zeros += 1 }
      if value >= 50 { abovePercent += 1 }
      if value >= 127.5 { aboveByte += 1 }
      isWholeThroughout = isWholeThroughout && value == value.rounded()
      if different.count <= 8 { different.insert(value) }
    }
    let isWhole = different.count <= 8 && different.allSatisfy { $0 == $0.rounded() }
    if count == 0 || low >= -Self.overshoot && high <= 1 + Self.overshoot {
      self = .probability
    } else if low < 0 {
      // Background that was set to 0 would become an even chance, so such a map is not taken for logits.
      self = zeros * 20 < count ? .logits : .unknown
    } else if isWhole {
      self = .labels
    } else {
      // An image of low values is none, nor are the numbers of many lesions: a map in per cent or bytes reaches the upper
      // half of its range somewhere, and marks the lesser part of the voxels.
      let isPercent = high > 50 && high <= 100 && abovePercent * 2 <= count
      let isBytes = high > 100 && high <= 255 && aboveByte * 2 <= count && (isWholeThroughout || high > 250)
      self = isPercent ? .percent : isBytes ? .bytes : .unknown
    }
  }

  /// The probability that a value stands for.
  func probability(_ value: Float) -> Float {
    switch self {
    case .probability, .unknown: min(max(value, 0), 1)
    case .percent: min(max(value / 100, 0), 1)
    case .bytes: min(max(value / 255, 0), 1)
    case .logits: 1 / (1 + exp(-value))
    case .labels: value >= 0.5 ? 1 : 0
    }
  }

  /// What was done to the values, for people.
  func note(low: Float, high: Float) -> String? {
    let range = "values from \(decimal(Double(low), 3)) to \(decimal(Double(high), 3))"
    switch self {
    case .probability: return low < 0 || high > 1 ? "\(range); cut to probabilities from 0 to 1" : nil
    case .percent: return "\(range); taken as per cent and divided by 100"
    case .bytes: return "\(range); taken as bytes and divided by 255"
    case .logits: return "\(range); taken as logits and put through the sigmoid"
    case .labels: return "\(range); a mask, not probabilities: every value of 0.5 and more is a lesion"
    case .unknown: return nil
    }
  }
}
