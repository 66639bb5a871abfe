/// Krippendorff's alpha for yes and no; raters may have passed units over (Content Analysis, 2004, chapter 11).
public enum KrippendorffAlpha {
  /// - Parameter units: the answers of all raters, a row a unit; nil is no answer. Units with fewer than two answers
  ///   play no part.
  /// - Returns: nil without such units, or when there is one answer throughout.
  public static func coefficient(_ units: [[Bool?]]) -> Double? {
    var disagreeing = 0.0
    var yes = 0.0
    var all = 0.0
    for unit in units {
      let answers = unit.compactMap(\.self)
      guard answers.count > 1 else { continue }
      let (count, marked) = (Double(answers.count), Double(answers.count { $0 }))
      disagreeing += 2 * marked * (count - marked) / (count - 1)
      yes += marked
      all += count
    }
    let expected = 2 * yes * (all - yes)
    guard expected > 0 else { return nil }
    return 1 - (all - 1) * disagreeing / expected
  }
}
