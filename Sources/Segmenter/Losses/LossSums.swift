/// What one pixel adds to the sums of a loss, before its weight; each loss says what its places mean.
public typealias LossTerms = SIMD8<Double>

/// What a loss is made of, over the pixels of a reduction group. Sums over parts of a group add up.
public struct LossSums: Sendable, Hashable {
  /// The sums of w times the pixel's ``LossTerms``.
  public var weighted = LossTerms.zero
  /// The number of pixels n, the sum of p and the sum of t, without weights.
  private var counted = SIMD4<Double>.zero

  /// A denominator below this is that of an empty pair: what is divided by it would leave single precision.
  static let negligible = 1e-30

  /// Sums over nothing.
  public init() {}

  init(weighted: LossTerms, pixelCount: Double, predicted: Double, target: Double) {
    self.weighted = weighted
    counted = SIMD4(pixelCount, predicted, target, 0)
  }

  /// The number of pixels.
  public var pixelCount: Double { counted.x }
  /// sum(p), without weights.
  public var predicted: Double { counted.y }
  /// sum(t), without weights.
  public var target: Double { counted.z }

  /// Adds one pixel, or `count` equal ones: its terms, p and t.
  @inline(__always)
  public mutating func add(
    _ terms: LossTerms, probability: Double, target: Double, weight: Double, count: Double = 1
  ) {
    weighted += (weight * count) * terms
    counted += count * SIMD4(1, probability, target, 0)
  }

  /// Adds the sums of further pixels.
  public static func += (sums: inout LossSums, part: LossSums) {
    sums.weighted += part.weighted
    sums.counted += part.counted
  }

  /// Sums of pixels that had weight 1, as if all had had this one.
  public func weighted(by weight: Double) -> LossSums {
    var sums = self
    sums.weighted *= weight
    return sums
  }
}
