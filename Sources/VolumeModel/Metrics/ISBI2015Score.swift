/// The composite score of the ISBI 2015 longitudinal lesion challenge (Carass et al. 2017).
public enum ISBI2015Score {
  /// DSC/8 + PPV/8 + (1 - LFPR)/4 + LTPR/4, the part of the score that one scan has; nil when a term is n/a.
  public static func scanTerms(of metrics: AgreementMetrics) -> Double? {
    guard let lesionTruePositiveRate = metrics.lesionTruePositiveRate else { return nil }
    return scanTerms(
      dice: metrics.dice, precision: metrics.precision, lesionFalsePositiveRate: metrics.lesionFalsePositiveRate,
      lesionTruePositiveRate: lesionTruePositiveRate)
  }

  public static func scanTerms(
    dice: Double, precision: Double, lesionFalsePositiveRate: Double, lesionTruePositiveRate: Double
  ) -> Double {
    dice / 8 + precision / 8 + (1 - lesionFalsePositiveRate) / 4 + lesionTruePositiveRate / 4
  }

  /// The composite over scans: the mean of their terms plus a quarter of the correlation of the volumes. Without a
  /// correlation (fewer than two scans, or equal volumes) the other terms are weighted up to 1, by 4/3.
  public static func composite(scanTerms: [Double], volumeCorrelation: Double?) -> Double? {
    guard !scanTerms.isEmpty else { return nil }
    let mean = scanTerms.reduce(0, +) / Double(scanTerms.count)
    guard let volumeCorrelation else { return mean * 4 / 3 }
    return mean + volumeCorrelation / 4
  }

  /// 100 - 10 (1 - SC) / (1 - SC_rater): 100 is perfect, 90 as good as one rater against another. The constant is
  /// inferred from published results; nil when the raters agree completely.
  public static func normalised(composite: Double, interRater: Double) -> Double? {
    interRater < 1 ? 100 - 10 * (1 - composite) / (1 - interRater) : nil
  }

  /// Pearson's correlation; nil below two values or when either list is constant.
  public static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
    guard a.count == b.count, a.count >= 2 else { return nil }
    let meanA = a.reduce(0, +) / Double(a.count)
    let meanB = b.reduce(0, +) / Double(b.count)
    var (ab, aa, bb) = (0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      ab += (x - meanA) * (y - meanB)
      aa += (x - meanA) * (x - meanA)
      bb += (y - meanB) * (y - meanB)
    }
    guard aa > 0, bb > 0 else { return nil }
    return ab / (aa * bb).squareRoot()
  }
}
