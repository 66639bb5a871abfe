/// A way in which annotations go wrong.
public enum NoiseKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// Every outline drawn too far out.
  case dilate
  /// Every outline drawn too far in; what is thin is lost.
  case erode
  /// Outlines bent, turned and shifted, as by an unsteady hand.
  case elastic
  /// Outlines of few corners, as by a rater in a hurry.
  case polygon
  /// Outlines without detail: a low Fourier series.
  case smooth
  /// Lesions missed.
  case drop
  /// Bright spots that are no lesions, taken for some.
  case add
  /// Outlines that wander, from a Markov process on the contour (Yao et al., ICLR 2023).
  case markov
}

extension NoiseKind {
  /// What the strength of this noise counts.
  public var strengthUnit: String {
    switch self {
    case .dilate, .erode: "mm of radius"
    case .elastic: "times the usual deformation"
    case .polygon: "corners an outline"
    case .smooth: "harmonics an outline"
    case .drop: "probability that a lesion is missed"
    case .add: "false lesions a lesion"
    case .markov: "steps of the contour"
    }
  }

  /// The strength where none is given; nil where the seed draws it: a radius of 1, 2 or 3 mm.
  public var usualStrength: Double? {
    switch self {
    case .dilate, .erode: nil
    case .elastic: 1
    case .polygon: 7
    case .smooth: 3
    case .drop, .add: 0.1
    case .markov: 20
    }
  }

  /// The strengths that make sense; an outline has three corners at least.
  public var strengths: ClosedRange<Double> {
    switch self {
    case .dilate, .erode: 0...50
    case .elastic: 0...20
    case .polygon: 3...1024
    case .smooth: 1...63
    case .drop: 0...1
    case .add: 0...100
    case .markov: 0...1000
    }
  }

  /// Whether only whole numbers are strengths.
  public var countsWholeNumbers: Bool {
    switch self {
    case .polygon, .smooth, .markov: true
    case .dilate, .erode, .elastic, .drop, .add: false
    }
  }

  /// Whether a larger strength leaves the mask more as it was: more corners, more harmonics.
  var isMilderWhenLarger: Bool { self == .polygon || self == .smooth }

  /// Whether the noise needs to see the FLAIR.
  public var needsFlair: Bool { self == .add }
}
