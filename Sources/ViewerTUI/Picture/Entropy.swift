import Foundation

/// How unsure a probability is.
package enum Entropy {
  /// The entropy of a yes-or-no answer with probability p, in bits: -p log2 p - (1 - p) log2 (1 - p); 0 at p = 0 and 1,
  /// 1 at p = 0.5, NaN for what is no probability.
  package static func bits(_ p: Float) -> Float {
    guard p > 0, p < 1 else { return p == 0 || p == 1 ? 0 : .nan }
    return -p * log2f(p) - (1 - p) * log2f(1 - p)
  }
}
