import TOMLKit
package import Settings
import TerminalIO

/// What a theme file says: colours by names of its own, and which of them each role takes. What it leaves out comes from
/// the theme that it inherits.
package struct ThemeFile: Sendable {
  package let name: String
  package let inherits: String?
  fileprivate var palette: [String: String]
  fileprivate var roles: [String: String]
  private let path: String

  package static func read(_ file: SettingsFile) throws(SettingsProblem) -> ThemeFile {
    func table(_ key: String) throws(SettingsProblem) -> [String: String] {
      guard let entry = file.table[key] else { return [:] }
      guard let table = entry.table else { throw file.problem(key, "'\(key)' is no table; write [\(key)]") }
      var texts: [String: String] = [:]
      for name in table.keys {
        guard let text = table[name]?.string else {
          throw file.problem(name, "'\(name)' is not text; write a colour such as \"#56b4e9\"")
        }
        texts[name] = text
      }
      return texts
    }
    for key in file.table.keys where !["name", "inherits", "palette", "roles"].contains(key) {
      throw file.problem(key, "unknown key '\(key)'; a theme has name, inherits, [palette] and [roles]")
    }
    guard let name = file.table["name"]?.string, !name.isEmpty else {
      throw SettingsProblem(path: file.path, "the theme has no name; begin with name = \"NAME\"")
    }
    let theme = ThemeFile(
      name: name, inherits: file.table["inherits"]?.string, palette: try table("palette"), roles: try table("roles"),
      path: file.path)
    for (role, colour) in theme.roles.sorted(by: { $0.key < $1.key }) {
      guard ThemeRole(rawValue: role) != nil || ThemeRole.retiredNames.contains(role) else {
        let names = ThemeRole.allCases.map(\.rawValue)
        throw file.problem(role, "no role '\(role)'\(Spelling.question(for: role, among: names))")
      }
      if colour.hasPrefix("#"), RGB(hexadecimal: colour) == nil {
        throw file.problem(role, "'\(colour)' is no colour; write one like #56b4e9")
      }
    }
    for (colour, value) in theme.palette.sorted(by: { $0.key < $1.key }) where RGB(hexadecimal: value) == nil {
      throw file.problem(colour, "'\(value)' is no colour; write one like #56b4e9")
    }
    return theme
  }

  /// This theme's colours over those of the one that it inherits.
  package func over(_ parent: ThemeFile) -> ThemeFile {
    var merged = self
    merged.palette = parent.palette.merging(palette) { $1 }
    merged.roles = parent.roles.merging(roles) { $1 }
    return merged
  }

  package func theme() throws(SettingsProblem) -> Theme {
    try Theme(name: name) { (role) throws(SettingsProblem) in try colour(role) }
  }

  private func colour(_ role: ThemeRole) throws(SettingsProblem) -> RGB {
    guard let word = roles[role.rawValue] else {
      if let fallback = role.fallback { return try colour(fallback) }
      throw SettingsProblem(path: path, "no colour for '\(role.rawValue)'; add it under [roles]")
    }
    guard let colour = RGB(hexadecimal: palette[word] ?? word) else {
      throw SettingsProblem(
        path: path, "'\(word)' for '\(role.rawValue)' is neither a name of [palette] nor a colour like #56b4e9")
    }
    return colour
  }
}
