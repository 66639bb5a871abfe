/// Cohen's kappa of two raters' yes and no (Educational and Psychological Measurement 1960).
public enum CohenKappa {
  /// - Returns: nil for no units, lists of different lengths, or raters that both gave one and the same answer
  ///   throughout.
  public static func coefficient(_ first: [Bool], _ second: [Bool]) -> Double? {
    guard first.count == second.count else { return nil }
    let pairs = zip(first, second)
    return coefficient(
      both: pairs.count { $0 && $1 }, first: pairs.count { $0 && !$1 }, second: pairs.count { !$0 && $1 },
      neither: pairs.count { !$0 && !$1 })
  }

  /// Of a table of two by two: units that both, that one alone, and that neither said yes to.
  /// - Returns: nil for no units, or raters that both gave one and the same answer throughout.
  public static func coefficient(both: Int, first: Int, second: Int, neither: Int) -> Double? {
    let n = Double(both + first + second + neither)
    guard n > 0 else { return nil }
    let observed = Double(both + neither) / n
    let (a, b) = (Double(both + first) / n, Double(both + second) / n)
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
