package import VolumeModel
import Foundation
package import TerminalIO

/// How numbers and findings are worded, in one place, so that every panel and message says them alike.
package enum Wording {
  /// A weight of a loss: three significant digits, or whole from 1000 on.
  package static func weight(_ weight: Double) -> String {
    fixed(weight, weight >= 1000 ? 0 : weight >= 100 ? 1 : weight >= 10 ? 2 : 3)
  }

  /// "at least", where the screen may have ASCII only.
  package static func atLeast(_ glyphs: GlyphSet) -> String { glyphs == .ascii ? ">=" : "≥" }

  package static func dice(_ value: Double?) -> String { value.map { fixed($0, 3) } ?? "n/a" }

  /// 0.35 and the like, without trailing noise.
  package static func fraction(_ value: Double) -> String { fixed(value, 2) }

  package static func percent(_ value: Double) -> String { "\(fixed(value * 100, 0)) %" }

  package static func millilitres(_ mask: Mask) -> String { "\(fixed(mask.volumeML, 2)) ml" }

  package static func volume(mm3: Double) -> String {
    mm3 >= 1000 ? "\(fixed(mm3 / 1000, 2)) ml" : "\(fixed(mm3, 0)) mm3"
  }

  /// "1, 97, 98"; of many the first eight.
  package static func numbers(_ numbers: [Int]) -> String {
    numbers.prefix(8).map { "\($0)" }.joined(separator: ", ") + (numbers.count > 8 ? ", \u{2026}" : "")
  }

  package static func intensity(_ value: Double) -> String {
    let size = abs(value)
    return fixed(value, size >= 100 ? 0 : size >= 1 ? 1 : 3)
  }

  /// Two intensities with as many digits as their distance asks for.
  package static func range(_ low: Double, _ high: Double) -> String {
    let digits = high - low >= 100 ? 0 : high - low >= 1 ? 1 : 3
    return "\(fixed(low, digits)) to \(fixed(high, digits))"
  }

  package static func fixed(_ value: Double, _ digits: Int) -> String {
    value.isFinite ? String(format: "%.\(digits)f", value) : "n/a"
  }

  /// Minutes and seconds: 0:42, 12:05.
  package static func duration(_ seconds: Double) -> String {
    guard seconds >= 0, seconds < 1e9 else { return "-" }
    let whole = Int(seconds.rounded())
    return "\(whole / 60):\(String(format: "%02d", whole % 60))"
  }

  /// A count with thin groups of three: 49 769.
  package static func count(_ value: Int) -> String {
    var digits = String(value)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: " ")
  }
}

extension Wording {
  /// Millimetres with a sign: +12.0, -4.5.
  package static func signed(_ value: Double) -> String {
    (value < 0 ? "-" : "+") + fixed(abs(value), 1)
  }
}
