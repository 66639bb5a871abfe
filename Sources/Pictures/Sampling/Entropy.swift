import Foundation

/// How unsure a probability is.
package enum Entropy {
  /// The entropy of a yes-or-no answer with probability p, in bits: -p log2 p - (1 - p) log2 (1 - p); 0 at p = 0 and 1,
  /// 1 at p = 0.5, NaN for what is no probability.
  package static func bits(_ p: Float) -> Float {
    guard p > 0, p < 1 else { return p == 0 || p == 1 ? 0 : .nan }
    return -p * log2f(p) - (1 - p) * log2f(1 - p)
  }

  /// The same to within 0.002 bits, by table: a slice asks for tens of thousands of values between two frames.
  package static func drawnBits(_ p: Float) -> Float {
    guard p >= 0, p <= 1 else { return .nan }
    return table[Int(p * Float(table.count - 1) + 0.5)]
  }

  private static let table: [Float] = (0...8192).map { bits(Float($0) / 8192) }
}
