import Foundation

/// Numbers as tables for people show them; `--json` has them in full.
enum ReadableNumber {
  /// A fixed number of decimals, "n/a" for nil.
  static func text(_ value: Double?, decimals: Int = 3) -> String {
    guard let value, value.isFinite else { return "n/a" }
    return String(format: "%.\(decimals)f", value)
  }

  /// A probability with three decimals; what would round to nothing is "<0.001".
  static func pValue(_ value: Double?) -> String {
    guard let value, value < 0.0005 else { return text(value) }
    return "<0.001"
  }

  /// As few digits as say it: 3, 0.1, 1.375.
  static func short(_ value: Double) -> String { String(format: "%.4g", value) }
}
