import Foundation

/// What a number, a date or a time looks like in TOML 1.0.
enum TOMLScalar {
  private static let digits = #"[0-9](_?[0-9])*"#
  private static let time = #"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"#
  private static let offset = #"([Zz]|[+-][0-9]{2}:[0-9]{2})?"#
  private static let date = #"[0-9]{4}-[0-9]{2}-[0-9]{2}"#

  private static func isWhole(_ text: Substring, _ pattern: String) -> Bool {
    text.range(of: "^(\(pattern))$", options: .regularExpression) != nil
  }

  /// A value that begins with a digit or a sign.
  static func isValue(_ text: Substring) -> Bool {
    isWhole(text, #"[+-]?(inf|nan|(0|[1-9](_?[0-9])*)(\.\#(digits))?([eE][+-]?\#(digits))?)"#)
      || isWhole(text, "0x[0-9A-Fa-f](_?[0-9A-Fa-f])*|0o[0-7](_?[0-7])*|0b[01](_?[01])*")
      || isWhole(text, "\(time)|\(date)([Tt]\(time)\(offset))?")
  }

  static func isDate(_ text: Substring) -> Bool { isWhole(text, date) }

  /// What may follow a date and a blank.
  static func isTimeOfDate(_ text: Substring) -> Bool { isWhole(text, time + offset) }
}
