import Foundation

/// Numbers as tables for people show them; `--json` has them in full.
enum ReadableNumber {
  /// A fixed number of decimals, "n/a" for nil.
  static func text(_ value: Double?, decimals: Int = 3) -> String {
    guard let value, value.isFinite else { return "n/a" }
    return String(format: "%.\(decimals)f", value)
  }

  /// As few digits as say it: 3, 0.1, 1.375.
  static func short(_ value: Double) -> String { String(format: "%.4g", value) }
}
