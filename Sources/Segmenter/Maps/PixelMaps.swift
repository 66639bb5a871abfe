public import VolumeModel

/// What a training tells of every pixel it learns from.
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
  public let kind: PixelMapKind
  /// On the grid of the case's images; NaN where training does not look: outside the brain, and on slices without a lesion.
  public let volume: Volume<Float>
  /// What a scale of colours spans, from 0 on. It follows from the kind, so that epochs and runs look alike, and reaches
  /// farther only when a value does.
  public let highest: Float
  /// Whether more than half of the map lies in the lower half of the scale: then its high values are what stands out.
  public let isMostlyLow: Bool

  public init(_ kind: PixelMapKind, volume: Volume<Float>) {
    self.kind = kind
    self.volume = volume
    var largest: Float = 0
    volume.withScalars { for value in $0 where value.isFinite { largest = max(largest, value) } }
    let highest = kind.usualHighest(reaching: largest)
    self.highest = highest
    var low = 0
    var high = 0
    volume.withScalars { scalars in
      for value in scalars where value.isFinite { if 2 * value < highest { low += 1 } else { high += 1 } }
    }
    isMostlyLow = low > high
  }
}

extension PixelMapKind {
  /// Weights end at 1. Variances of a yes-or-no answer end at 1/4, entropies at ln 2. A loss of ln 10 leaves the truth
  /// a tenth; what is worse is drawn alike.
  fileprivate func usualHighest(reaching largest: Float) -> Float {
    switch self {
    case .weight: max(1, largest)
    case .uncertainty: largest <= 0.25 ? 0.25 : largest <= 0.6932 ? 0.6932 : largest
    case .loss: 2.3026
    }
  }
}

/// The maps of one case, made with the weights of one moment.
public struct PixelMaps: Sendable, Hashable {
  public var caseName: String
  /// The epochs done by then; nil where it is not known.
  public var epoch: Int?
  /// At most one of a kind.
  public var maps: [PixelMap]

  public init(caseName: String, epoch: Int?, maps: [PixelMap]) {
    self.caseName = caseName
    self.epoch = epoch
    self.maps = maps
  }

  public subscript(kind: PixelMapKind) -> PixelMap? { maps.first { $0.kind == kind } }
  /// The kinds there are, in the order of ``PixelMapKind/allCases``.
  public var kinds: [PixelMapKind] { PixelMapKind.allCases.filter { self[$0] != nil } }
}
