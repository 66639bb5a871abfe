/// The composite score of the ISBI 2015 longitudinal lesion challenge (Carass et al. 2017).
public enum ISBI2015Score {
  /// DSC/8 + PPV/8 + (1 - LFPR)/4 + LTPR/4, the part of the score that one scan has, at most 3/4; nil when the rate of
  /// found lesions is n/a. Lesions are 18-connected and found by any overlap.
  public static func scanTerms(
    dice: Double, precision: Double, lesionFalsePositiveRate: Double, lesionTruePositiveRate: Double?
  ) -> Double? {
    lesionTruePositiveRate.map { dice / 8 + precision / 8 + (1 - lesionFalsePositiveRate) / 4 + $0 / 4 }
  }

  /// The same from two masks.
  public static func scanTerms(reference: Mask, candidate: Mask) -> Double? {
    let counts = OverlapCounts(reference: reference, candidate: candidate)
    let detection = LesionDetection(reference: reference, candidate: candidate)
    return scanTerms(
      dice: counts.dice, precision: counts.precision, lesionFalsePositiveRate: detection.falsePositiveRate,
      lesionTruePositiveRate: detection.truePositiveRate)
  }

  /// The composite SC over scans: the mean of their terms plus a quarter of the correlation of the volumes, which needs
  /// two scans or more; nil without scans or correlation.
  public static func composite(scanTerms: [Double], volumeCorrelation: Double?) -> Double? {
    guard !scanTerms.isEmpty, let volumeCorrelation else { return nil }
    return scanTerms.reduce(0, +) / Double(scanTerms.count) + volumeCorrelation / 4
  }

  /// What stands in for the composite where there is no correlation: the scans' terms weighted up to 1, by 4/3. Another
  /// number than SC, and not to be compared with one.
  public static func compositeWithoutCorrelation(scanTerms: [Double]) -> Double? {
    scanTerms.isEmpty ? nil : scanTerms.reduce(0, +) / Double(scanTerms.count) * 4 / 3
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
