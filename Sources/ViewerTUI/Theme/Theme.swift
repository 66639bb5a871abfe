import TOMLKit

/// The colours of the interface by role, read from a TOML file with a palette of its own names.
package struct Theme: Sendable, Hashable {
  package let name: String
  package let text: RGB
  package let background: RGB
  /// Secondary text, such as units and labels.
  package let quiet: RGB
  /// What is off or missing.
  package let faint: RGB
  package let rule: RGB
  /// The ground of the title, status and hint lines.
  package let bar: RGB
  package let accent: RGB
  package let rater1: RGB
  package let rater2: RGB
  package let both: RGB
  package let soft: RGB
  package let prediction: RGB
  /// In the disagreement map: what the prediction shares with rater 1 alone, with rater 2 alone, and with both.
  package let rater1Predicted: RGB
  package let rater2Predicted: RGB
  package let agreed: RGB
  /// Where the prediction is uncertain.
  package let entropy: RGB
  package let crosshair: RGB
  package let warning: RGB
}

/// Why a theme file could not be used.
package enum ThemeError: Error, CustomStringConvertible {
  case notTOML(file: String, reason: String)
  case missingRole(file: String, role: String)
  case unknownColour(file: String, role: String, colour: String)
  case noSuchTheme(String, known: [String])

  package var description: String {
    switch self {
    case .notTOML(let file, let reason): "\(file): not a theme file: \(reason)"
    case .missingRole(let file, let role): "\(file): no colour for '\(role)'; add it under [roles]"
    case .unknownColour(let file, let role, let colour):
      "\(file): '\(colour)' for '\(role)' is neither a name of [palette] nor a colour like #56b4e9"
    case .noSuchTheme(let name, let known): "no theme '\(name)'; there are \(known.joined(separator: ", "))"
    }
  }
}

extension Theme {
  private struct File: Decodable {
    let name: String
    let palette: [String: String]
    let roles: [String: String]
  }

  /// Reads a theme from TOML text; `file` names it in errors.
  package init(toml: String, file: String) throws(ThemeError) {
    let contents: File
    do { contents = try TOMLDecoder().decode(File.self, from: toml) } catch {
      throw .notTOML(file: file, reason: "\(error)")
    }
    func colour(_ role: String) throws(ThemeError) -> RGB {
      guard let word = contents.roles[role] else { throw .missingRole(file: file, role: role) }
      guard let colour = RGB(hexadecimal: contents.palette[word] ?? word) else {
        throw .unknownColour(file: file, role: role, colour: word)
      }
      return colour
    }
    name = contents.name
    text = try colour("text")
    background = try colour("background")
    quiet = try colour("quiet")
    faint = try colour("faint")
    rule = try colour("rule")
    bar = try colour("bar")
    accent = try colour("accent")
    rater1 = try colour("rater1")
    rater2 = try colour("rater2")
    both = try colour("both")
    soft = try colour("soft")
    prediction = try colour("prediction")
    rater1Predicted = try colour("rater1-predicted")
    rater2Predicted = try colour("rater2-predicted")
    agreed = try colour("agreed")
    entropy = try colour("entropy")
    crosshair = try colour("crosshair")
    warning = try colour("warning")
  }

  /// The themes that come with the program, by name.
  package static func bundled(_ name: String) throws(ThemeError) -> Theme {
    let files: [String: [UInt8]] = ["night": PackageResources.night_toml, "paper": PackageResources.paper_toml]
    guard let bytes = files[name] else { throw .noSuchTheme(name, known: files.keys.sorted()) }
    return try Theme(toml: String(decoding: bytes, as: UTF8.self), file: "themes/\(name).toml")
  }
}
