/// One setting: its name, what it takes, what it is without anybody's wish, and how it changes a running viewer.
package struct ConfigurationOption: Sendable {
  package let name: String
  package let summary: String
  /// The value when nobody says otherwise.
  package let standard: String
  package let values: Values
  /// Makes a value true in a running viewer; nil where it takes effect at the next start only.
  let apply: (@Sendable (inout Viewer, String) -> Void)?

  init(
    _ name: String, _ standard: String, _ values: Values, _ summary: String,
    apply: (@Sendable (inout Viewer, String) -> Void)? = nil
  ) {
    self.name = name
    self.standard = standard
    self.values = values
    self.summary = summary
    self.apply = apply
  }

  /// The environment variable that sets it: `FLAIRSCOPE_CELL_ASPECT`.
  package var variable: String { "FLAIRSCOPE_" + name.uppercased().replacing("-", with: "_") }

  /// What an option takes, always written as text.
  package enum Values: Sendable, Hashable {
    case text
    case oneOf([String])
    case truth(orAuto: Bool)
    case number(ClosedRange<Double>, orAuto: Bool)
    case count(ClosedRange<Int>, orAuto: Bool)

    /// The value in its one spelling, or nil when it is none of the option's.
    package func accept(_ text: String) -> String? {
      switch self {
      case .text: return text
      case .oneOf(let words): return words.contains(text.lowercased()) ? text.lowercased() : nil
      case .truth(let orAuto):
        switch text.lowercased() {
        case "true", "yes", "on", "1": return "true"
        case "false", "no", "off", "0": return "false"
        case "auto" where orAuto: return "auto"
        default: return nil
        }
      case .number(let limits, let orAuto):
        if orAuto, text.lowercased() == "auto" { return "auto" }
        guard let number = Double(text), limits.contains(number) else { return nil }
        return "\(number)"
      case .count(let limits, let orAuto):
        if orAuto, text.lowercased() == "auto" { return "auto" }
        guard let number = Int(text), limits.contains(number) else { return nil }
        return "\(number)"
      }
    }

    package var description: String {
      switch self {
      case .text: "any text"
      case .oneOf(let words): (words.dropLast().joined(separator: ", ") + " or " + (words.last ?? ""))
      case .truth(let orAuto): orAuto ? "true, false or auto" : "true or false"
      case .number(let limits, let orAuto):
        "\(orAuto ? "auto or " : "")a number from \(limits.lowerBound) to \(limits.upperBound)"
      case .count(let limits, let orAuto):
        "\(orAuto ? "auto or " : "")a whole number from \(limits.lowerBound) to \(limits.upperBound)"
      }
    }

    /// Words that complete what is typed.
    package var words: [String] {
      switch self {
      case .oneOf(let words): words
      case .truth(let orAuto): ["true", "false"] + (orAuto ? ["auto"] : [])
      case .number(_, let orAuto), .count(_, let orAuto): orAuto ? ["auto"] : []
      case .text: []
      }
    }
  }
}
