import Foundation

/// Numbers as tables for people show them; `--json` has them in full.
enum ReadableNumber {
  /// A fixed number of decimals, "n/a" for nil.
  static func text(_ value: Double?, decimals: Int = 3) -> String {
    guard let value, value.isFinite else { return "n/a" }
    return String(format: "%.\(decimals)f", value)
  }
}
