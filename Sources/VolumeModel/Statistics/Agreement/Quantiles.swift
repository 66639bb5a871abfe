/// Quantiles of the distributions of Student and Fisher, found by bisection of their distribution functions.
enum Quantile {
  /// The value that Student's t with `freedom` degrees of freedom stays below with a probability of at least one half.
  static func student(_ probability: Double, freedom: Double) -> Double {
    bisected(probability) { t in
      1 - IncompleteBeta.studentTails(tSquared: t * t, freedom: freedom) / 2
    }
  }

  /// The value that Fisher's F stays below with that probability.
  static func fisher(_ probability: Double, _ numerator: Double, _ denominator: Double) -> Double {
    bisected(probability) { f in
      IncompleteBeta.regularised(
        a: numerator / 2, b: denominator / 2, x: numerator * f / (numerator * f + denominator))
    }
  }

  /// Where a rising function of positive numbers reaches a probability.
  private static func bisected(_ probability: Double, _ distribution: (Double) -> Double) -> Double {
    var low = 0.0
    var high = 1.0
    while distribution(high) < probability, high < 1e300 { high *= 2 }
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { return middle }
      if distribution(middle) < probability { low = middle } else { high = middle }
    }
  }
}
