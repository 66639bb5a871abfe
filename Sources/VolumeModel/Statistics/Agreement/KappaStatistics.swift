/// Cohen's kappa of two raters' yes and no (Educational and Psychological Measurement 1960).
public enum CohenKappa {
  /// - Returns: nil for no units, lists of different lengths, or raters that both gave one and the same answer
  ///   throughout.
  public static func coefficient(_ first: [Bool], _ second: [Bool]) -> Double? {
    guard first.count == second.count, !first.isEmpty else { return nil }
    let n = Double(first.count)
    let observed = Double(zip(first, second).count { $0 == $1 }) / n
    let (a, b) = (Double(first.count { $0 }) / n, Double(second.count { $0 }) / n)
    let chance = a * b + (1 - a) * (1 - b)
    return chance < 1 ? (observed - chance) / (1 - chance) : nil
  }
}

/// Fleiss' kappa of any number of raters' yes and no (Psychological Bulletin 1971).
public enum FleissKappa {
  /// - Parameter units: the answers of all raters, a row a unit.
  /// - Returns: nil without units, for fewer than two raters, rows of different lengths, or one answer throughout.
  public static func coefficient(_ units: [[Bool]]) -> Double? {
    guard let raters = units.first?.count, raters > 1, units.allSatisfy({ $0.count == raters }) else { return nil }
    let (n, k) = (Double(units.count), Double(raters))
    var agreeing = 0.0
    var marked = 0.0
    for unit in units {
      let yes = Double(unit.count { $0 })
      agreeing += (yes * (yes - 1) + (k - yes) * (k - yes - 1)) / (k * (k - 1))
      marked += yes
    }
    let fraction = marked / (n * k)
    let chance = fraction * fraction + (1 - fraction) * (1 - fraction)
    return chance < 1 ? (agreeing / n - chance) / (1 - chance) : nil
  }
}
