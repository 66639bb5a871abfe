/// A loss that is one minus a ratio, L = 1 - N / M, of which N and M are linear in the overlap sum(w p t), in sum(w p) and
/// in sum(w p^2):
///
///     dL/dp = -w (dN/dp M - N dM/dp) / M^2 = w (a t + b p + c),   dL/dz = dL/dp * p (1 - p)
///
/// with one a, b and c for all pixels. An empty pair, M below 1e-30, has L = 0 and no gradient.
public protocol OverlapLoss: LossFunction {
  /// N and M.
  func ratio(of sums: OverlapSums) -> OverlapRatio
}

/// The sums that overlap losses are made of, each with the weights w unless it says otherwise.
public struct OverlapSums: Sendable {
  private let sums: LossSums

  init(_ sums: LossSums) { self.sums = sums }

  /// sum(w p t)
  public var overlap: Double { sums.weighted[0] }
  /// sum(w p)
  public var predicted: Double { sums.weighted[1] }
  /// sum(w p^2)
  public var predictedSquared: Double { sums.weighted[2] }
  /// sum(w t)
  public var target: Double { sums.weighted[3] }
  /// sum(w t^2)
  public var targetSquared: Double { sums.weighted[4] }
  /// sum(w)
  public var weight: Double { sums.weighted[5] }
  /// sum(t) and sum(1 - t): the sizes of the classes in pixels, without weights.
  public var lesionPixels: Double { sums.target }
  /// Likewise, of the background.
  public var backgroundPixels: Double { sums.pixelCount - sums.target }

  /// What one pixel adds.
  @inline(__always)
  static func terms(_ p: Double, _ t: Double) -> LossTerms {
    places(overlap: p * t, predicted: p, predictedSquared: p * p, target: t, targetSquared: t * t, weight: 1)
  }

  @inline(__always)
  static func places(
    overlap: Double, predicted: Double, predictedSquared: Double, target: Double, targetSquared: Double, weight: Double
  ) -> LossTerms {
    LossTerms(overlap, predicted, predictedSquared, target, targetSquared, weight, 0, 0)
  }
}

extension LossSums {
  /// Sums that were found some other way: sum(w p t), sum(w p) and sum(w t), which linear Dice needs.
  init(overlap: Double, predicted: Double, target: Double) {
    self.init()
    weighted = LossTerms(overlap, predicted, 0, target, 0, 0, 0, 0)
  }
}

/// N and M of an overlap loss as functions of p.
public struct OverlapRatio: Sendable {
  /// N
  public var numerator: LinearForm
  /// M
  public var denominator: LinearForm

  /// overlap * sum(w p t) + predicted * sum(w p) + predictedSquared * sum(w p^2) + constant
  public struct LinearForm: Sendable {
    /// The factor of sum(w p t).
    public var overlap: Double
    /// The factor of sum(w p).
    public var predicted: Double
    /// The factor of sum(w p^2).
    public var predictedSquared: Double
    /// What does not depend on p.
    public var constant: Double

    /// A form; what is not given is 0.
    public init(
      overlap: Double = 0, predicted: Double = 0, predictedSquared: Double = 0, constant: Double = 0
    ) {
      self.overlap = overlap
      self.predicted = predicted
      self.predictedSquared = predictedSquared
      self.constant = constant
    }

    func value(_ sums: OverlapSums) -> Double {
      overlap * sums.overlap + predicted * sums.predicted + predictedSquared * sums.predictedSquared + constant
    }
  }

  /// N / M.
  public init(_ numerator: LinearForm, over denominator: LinearForm) {
    self.numerator = numerator
    self.denominator = denominator
  }
}

extension OverlapLoss {
  /// Places: see ``OverlapSums``.
  public func terms(of prediction: PixelPrediction, target: Double) -> LossTerms {
    OverlapSums.terms(prediction.probability, target)
  }

  /// 1 - N / M from the sums over the pixels; 0 where M vanishes.
  public func value(of sums: LossSums) -> Double {
    let overlaps = OverlapSums(sums)
    let ratio = ratio(of: overlaps)
    let denominator = ratio.denominator.value(overlaps)
    // A denominator that is not finite is neither: it must show in the value.
    return denominator <= LossSums.negligible ? 0 : 1 - ratio.numerator.value(overlaps) / denominator
  }

  /// dL/dz of each pixel in `pixels`, times `scale`, in place of what `gradient` holds: the probability p.
  public func writeGradient(
    over pixels: Range<Int>, sums: LossSums, target: Span<Float>, weights: Span<Float>, scale: Double,
    gradient: inout MutableSpan<Float>
  ) {
    let derivatives = derivatives(of: sums, scale: scale)
    for i in pixels {
      let p = gradient[i]
      let w = weights.isEmpty ? 1 : weights[i]
      gradient[i] =
        w * (derivatives.perTarget * target[i] + derivatives.perProbability * p + derivatives.constant) * p * (1 - p)
    }
  }

  /// a, b and c, times the scale; all 0 for an empty pair.
  func derivatives(of sums: LossSums, scale: Double) -> OverlapDerivatives {
    let overlaps = OverlapSums(sums)
    let ratio = ratio(of: overlaps)
    let n = ratio.numerator.value(overlaps)
    let m = ratio.denominator.value(overlaps)
    if m <= LossSums.negligible { return OverlapDerivatives(perTarget: 0, perProbability: 0, constant: 0) }
    func derivative(_ ofNumerator: Double, _ ofDenominator: Double) -> Double {
      -scale * (ofNumerator - n / m * ofDenominator) / m
    }
    let (above, below) = (ratio.numerator, ratio.denominator)
    return OverlapDerivatives(
      perTarget: Float(derivative(above.overlap, below.overlap)),
      perProbability: Float(2 * derivative(above.predictedSquared, below.predictedSquared)),
      constant: Float(derivative(above.predicted, below.predicted)))
  }
}

/// a, b and c of ``OverlapLoss``.
struct OverlapDerivatives {
  let perTarget: Float
  let perProbability: Float
  let constant: Float
}
