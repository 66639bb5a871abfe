import Foundation

/// The regularised incomplete beta function, from which the tails of Student's distribution follow.
enum IncompleteBeta {
  /// I_x(a, b) for positive a and b, by its continued fraction (modified Lentz; DLMF 8.17.22).
  static func regularised(a: Double, b: Double, x: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    // The fraction converges quickly left of the mean; on the right the symmetric form does.
    guard x <= (a + 1) / (a + b + 2) else { return 1 - regularised(a: b, b: a, x: 1 - x) }
    let front = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b)) / a
    let tiny = 1e-300
    var c = 1.0
    var d = 1 - (a + b) * x / (a + 1)
    d = 1 / (abs(d) < tiny ? tiny : d)
    var fraction = d
    for step in 1...500 {
      let m = Double(step)
      for numerator in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 + numerator * d
        d = 1 / (abs(d) < tiny ? tiny : d)
        c = 1 + numerator / c
        if abs(c) < tiny { c = tiny }
        fraction *= c * d
      }
      if abs(c * d - 1) < 1e-15 { break }
    }
    return front * fraction
  }

  /// The probability that Student's t with `freedom` degrees of freedom lies further from 0, on either side, than the
  /// root of `tSquared`.
  static func studentTails(tSquared: Double, freedom: Double) -> Double {
    regularised(a: freedom / 2, b: 0.5, x: freedom / (freedom + tSquared))
  }
}
