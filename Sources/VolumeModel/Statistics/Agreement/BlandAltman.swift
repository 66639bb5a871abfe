/// Agreement of two ways of measuring one quantity: the differences against the means (Bland and Altman, Lancet 1986;
/// Statistical Methods in Medical Research 1999).
public struct BlandAltman: Sendable, Hashable, Codable {
  /// Pairs of measurements.
  public let pairs: Int
  /// The mean of second minus first.
  public let bias: Double
  /// Of the differences, with n - 1 in the denominator.
  public let standardDeviation: Double
  /// The interval of the bias by Student's distribution.
  public let biasInterval: ConfidenceInterval
  /// Bias -1.96 and +1.96 standard deviations: where 95 % of the differences are expected.
  public let limits: ConfidenceInterval
  /// The interval of the lower limit (variance s^2 (1/n + 1.96^2 / (2 (n - 1)))).
  public let lowerLimitInterval: ConfidenceInterval
  /// The interval of the upper limit.
  public let upperLimitInterval: ConfidenceInterval
  /// How the difference grows with the mean of both; nil when all means are one, or for fewer than three pairs.
  public let proportional: ProportionalBias?

  /// A regression of the differences on the means.
  public struct ProportionalBias: Sendable, Hashable, Codable {
    /// Difference per unit of the mean.
    public let gradient: Double
    /// The difference at a mean of 0.
    public let intercept: Double
    /// Of the test that the gradient is 0, two-sided; nil when the points lie on a line.
    public let pValue: Double?

    private enum CodingKeys: String, CodingKey {
      case gradient, intercept
      case pValue = "p_value"
    }
  }

  /// - Returns: nil for fewer than two pairs, lists of different lengths, or numbers that are not finite.
  public init?(_ first: [Double], _ second: [Double]) {
    guard first.count == second.count, let differences = SampleSummary(zip(first, second).map { $1 - $0 }),
      let spread = differences.standardDeviation
    else { return nil }
    let n = Double(differences.count)
    let t = Quantile.student(0.975, freedom: n - 1)
    func around(_ centre: Double, _ error: Double) -> ConfidenceInterval {
      ConfidenceInterval(lower: centre - t * error, upper: centre + t * error)
    }
    pairs = differences.count
    bias = differences.mean
    standardDeviation = spread
    biasInterval = around(bias, spread / n.squareRoot())
    limits = ConfidenceInterval(lower: bias - 1.96 * spread, upper: bias + 1.96 * spread)
    let limitError = spread * (1 / n + 1.96 * 1.96 / (2 * (n - 1))).squareRoot()
    lowerLimitInterval = around(limits.lower, limitError)
    upperLimitInterval = around(limits.upper, limitError)
    proportional = Self.regression(
      zip(first, second).map { ($0 + $1) / 2 }, zip(first, second).map { $1 - $0 }, mean: bias)
  }

  private static func regression(_ x: [Double], _ y: [Double], mean: Double) -> ProportionalBias? {
    guard x.count > 2, let centre = SampleSummary(x)?.mean else { return nil }
    let sxx = x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    guard sxx > 0 else { return nil }
    let sxy = zip(x, y).reduce(0) { $0 + ($1.0 - centre) * ($1.1 - mean) }
    let gradient = sxy / sxx
    let intercept = mean - gradient * centre
    let residual = zip(x, y).reduce(0) { sum, point in
      let error = point.1 - intercept - gradient * point.0
      return sum + error * error
    }
    let freedom = Double(x.count - 2)
    let variance = residual / freedom / sxx
    let pValue =
      variance > 0 ? IncompleteBeta.studentTails(tSquared: gradient * gradient / variance, freedom: freedom) : nil
    return ProportionalBias(gradient: gradient, intercept: intercept, pValue: pValue)
  }

  private enum CodingKeys: String, CodingKey {
    case pairs, bias, limits, proportional
    case standardDeviation = "sd"
    case biasInterval = "bias_interval"
    case lowerLimitInterval = "lower_limit_interval"
    case upperLimitInterval = "upper_limit_interval"
  }
}
