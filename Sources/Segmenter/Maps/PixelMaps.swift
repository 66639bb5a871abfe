public import VolumeModel

/// What a training run shows of every pixel it learns from.
public enum PixelMapKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// How much the method lets the pixel's label count: 0 not at all, 1 in full.
  case weight
  /// How unsure the method is of the pixel; a variance of at most 1/4, or an entropy.
  case uncertainty
  /// The cross-entropy of the prediction against the pixel's target, in nats.
  case loss
}

/// One kind of map of a case.
public struct PixelMap: Sendable, Hashable {
  /// What the numbers are.
  public let kind: PixelMapKind
  /// On the grid of the case's images; NaN where training does not look: outside the brain, and on slices without a lesion.
  public let volume: Volume<Float>
  /// What a scale of colours spans. Of losses and uncertainties it follows from the kind, so that epochs and runs look
  /// alike; of weights, which count against one another only, from their first to their last percentile.
  public let range: ClosedRange<Float>
  /// Whether more than half of the map lies in the lower half of the scale: then its high values are what stands out.
  public let isMostlyLow: Bool

  /// Percentiles are those of about so many values.
  private static let sampleCount = 100_000

  /// A map with the range that its values ask for.
  public init(_ kind: PixelMapKind, volume: Volume<Float>) {
    self.kind = kind
    self.volume = volume
    var values = volume.scalars.filter(\.isFinite)
    let step = max(1, values.count / Self.sampleCount)
    let largest = values.max() ?? 0
    values = stride(from: 0, to: values.count, by: step).map { values[$0] }.sorted()
    range = kind.range(of: values, largest: largest)
    let middle = (range.lowerBound + range.upperBound) / 2
    isMostlyLow = 2 * values.count { $0 < middle } > values.count
  }
}

extension PixelMapKind {
  /// Variances of a yes-or-no answer end at 1/4, entropies at ln 2. A loss of ln 10 leaves the truth a tenth; what is
  /// worse is drawn alike.
  fileprivate func range(of sorted: [Float], largest: Float) -> ClosedRange<Float> {
    switch self {
    case .weight:
      guard let first = sorted.first, let last = sorted.last, first < last else { return 0...max(1, largest) }
      let low = sorted[sorted.count / 100]
      let high = sorted[sorted.count - 1 - sorted.count / 100]
      return low < high ? low...high : first...last
    case .uncertainty: return 0...(largest <= 0.25 ? 0.25 : largest <= 0.6932 ? 0.6932 : largest)
    case .loss: return 0...2.3026
    }
  }
}

/// The maps of one case, made with the weights of one moment.
public struct PixelMaps: Sendable, Hashable {
  /// The case.
  public var caseName: String
  /// The epochs done by then; nil where it is not known.
  public var epoch: Int?
  /// At most one of a kind.
  public var maps: [PixelMap]

  /// Maps of one case.
  public init(caseName: String, epoch: Int?, maps: [PixelMap]) {
    self.caseName = caseName
    self.epoch = epoch
    self.maps = maps
  }

  /// The map of a kind, where there is one.
  public subscript(kind: PixelMapKind) -> PixelMap? { maps.first { $0.kind == kind } }
  /// The kinds there are, in the order of ``PixelMapKind/allCases``.
  public var kinds: [PixelMapKind] { PixelMapKind.allCases.filter { self[$0] != nil } }
}
