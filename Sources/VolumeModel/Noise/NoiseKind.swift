/// A way in which annotations go wrong.
///
/// A new kind is a case here and a file with its ``NoiseDescription``.
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

  var description: NoiseDescription {
    switch self {
    case .dilate: .dilation
    case .erode: .erosion
    case .elastic: .elasticDeformation
    case .polygon: .polygonOutline
    case .smooth: .fourierOutline
    case .drop: .missedLesions
    case .add: .falseLesions
    case .markov: .markovContour
    }
  }
}

extension NoiseKind {
  /// What the strength of this noise counts.
  public var strengthUnit: String { description.strengthUnit }

  /// The strength where none is given; nil where the seed draws it: a radius of 1, 2 or 3 mm.
  public var usualStrength: Double? { description.usualStrength }

  /// The strengths that make sense, in the kind's own unit.
  public var strengths: ClosedRange<Double> { description.strengths }

  /// Whether only whole numbers are strengths.
  public var countsWholeNumbers: Bool { description.countsWholeNumbers }

  /// Where the noise can work, the usual way first.
  public var extents: [AnnotationNoise.Extent] { description.extents }

  /// Whether the noise needs to see the FLAIR.
  public var needsFlair: Bool { description.needsFlair }
}
