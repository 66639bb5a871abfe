/// How alike several raters measure the same cases, from a two-way analysis of variance (Shrout and Fleiss,
/// Psychological Bulletin 1979; intervals by McGraw and Wong, Psychological Methods 1996).
public struct IntraclassCorrelation: Sendable, Hashable, Codable {
  /// A coefficient and its interval; without one when there is no error at all.
  public struct Coefficient: Sendable, Hashable, Codable {
    /// At most 1.
    public let value: Double
    /// With 95 % confidence.
    public let interval: ConfidenceInterval?
  }

  /// Cases that all raters measured.
  public let cases: Int
  /// How many raters.
  public let raters: Int
  /// ICC(2,1): two-way random, absolute agreement of single raters.
  public let absoluteAgreement: Coefficient
  /// ICC(3,1): two-way mixed, consistency of single raters; a rater's constant offset does not count.
  public let consistency: Coefficient
  /// The standard error of measurement with the variance between raters, in the unit of the numbers.
  public let measurementError: Double
  /// The smallest detectable change, 1.96 sqrt(2) SEM (de Vet et al., Journal of Clinical Epidemiology 2006).
  public let smallestDetectableChange: Double

  /// - Parameter rows: the numbers of all raters, a row a case.
  /// - Returns: nil for fewer than two cases or raters, rows of different lengths, numbers that are not finite, or
  ///   numbers that are all the same.
  public init?(_ rows: [[Double]]) {
    guard rows.count > 1, let raters = rows.first?.count, raters > 1,
      rows.allSatisfy({ $0.count == raters && $0.allSatisfy(\.isFinite) })
    else { return nil }
    let (n, k) = (Double(rows.count), Double(raters))
    let mean = rows.joined().reduce(0, +) / (n * k)
    let rowMeans = rows.map { $0.reduce(0, +) / k }
    let columnMeans = (0..<raters).map { column in rows.reduce(0) { $0 + $1[column] } / n }
    func squares(_ values: [Double]) -> Double { values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
    let betweenCases = k * squares(rowMeans) / (n - 1)
    let betweenRaters = n * squares(columnMeans) / (k - 1)
    // From the residuals themselves: a difference of sums of squares would lose what is left of close agreement.
    var residual = 0.0
    for (row, rowMean) in zip(rows, rowMeans) {
      for (value, columnMean) in zip(row, columnMeans) {
        let error = value - rowMean - columnMean + mean
        residual += error * error
      }
    }
    let error = residual / ((n - 1) * (k - 1))
    let anova = Variances(n: n, k: k, cases: betweenCases, raters: betweenRaters, error: error)
    guard let absolute = anova.absoluteAgreement, let consistent = anova.consistency else { return nil }
    cases = rows.count
    self.raters = raters
    absoluteAgreement = absolute
    consistency = consistent
    measurementError = (error + max(0, (betweenRaters - error) / n)).squareRoot()
    smallestDetectableChange = 1.96 * 2.0.squareRoot() * measurementError
  }

  /// The mean squares of the analysis of variance.
  private struct Variances {
    let n, k, cases, raters, error: Double

    var consistency: Coefficient? {
      let total = cases + (k - 1) * error
      guard total > 0 else { return nil }
      guard error > 0 else { return Coefficient(value: 1, interval: nil) }
      let f = cases / error
      let (first, second) = (n - 1, (n - 1) * (k - 1))
      let lower = f / Quantile.fisher(0.975, first, second)
      let upper = f * Quantile.fisher(0.975, second, first)
      return Coefficient(
        value: (cases - error) / total,
        interval: ConfidenceInterval(lower: (lower - 1) / (lower + k - 1), upper: (upper - 1) / (upper + k - 1)))
    }

    var absoluteAgreement: Coefficient? {
      let total = cases + (k - 1) * error + k * (raters - error) / n
      guard total > 0 else { return nil }
      let value = (cases - error) / total
      guard error > 0 else { return Coefficient(value: value, interval: nil) }
      let f = raters / error
      let inner = n * (1 + (k - 1) * value) - k * value
      let numerator = (k - 1) * (n - 1) * (k * value * f + inner) * (k * value * f + inner)
      let denominator = (n - 1) * k * k * value * value * f * f + inner * inner
      guard denominator > 0 else { return Coefficient(value: value, interval: nil) }
      let freedom = numerator / denominator
      guard freedom > 0 else { return Coefficient(value: value, interval: nil) }
      let upperF = Quantile.fisher(0.975, n - 1, freedom)
      let lowerF = Quantile.fisher(0.975, freedom, n - 1)
      let rest = k * raters + (k * n - k - n) * error
      return Coefficient(
        value: value,
        interval: ConfidenceInterval(
          lower: n * (cases - upperF * error) / (upperF * rest + n * cases),
          upper: n * (lowerF * cases - error) / (rest + n * lowerF * cases)))
    }
  }

  private enum CodingKeys: String, CodingKey {
    case cases, raters
    case absoluteAgreement = "icc_2_1"
    case consistency = "icc_3_1"
    case measurementError = "standard_error_of_measurement"
    case smallestDetectableChange = "smallest_detectable_change"
  }
}
