/// Lin's concordance correlation coefficient: how close pairs of numbers lie to the line of identity (Biometrics 1989).
public enum ConcordanceCorrelation {
  /// 2 s_xy / (s_x^2 + s_y^2 + (mean x - mean y)^2), with n in the denominators as Lin has it.
  /// - Returns: nil for fewer than two pairs, lists of different lengths, or numbers that are all one.
  public static func coefficient(_ first: [Double], _ second: [Double]) -> Double? {
    guard first.count == second.count, first.count > 1, let x = SampleSummary(first), let y = SampleSummary(second)
    else { return nil }
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(first, second) {
      xx += (a - x.mean) * (a - x.mean)
      yy += (b - y.mean) * (b - y.mean)
      xy += (a - x.mean) * (b - y.mean)
    }
    let shift = x.mean - y.mean
    let denominator = xx + yy + Double(first.count) * shift * shift
    return denominator > 0 ? 2 * xy / denominator : nil
  }
}
