/// Terminals that draw fine block glyphs themselves, whatever their font has. No terminal answers a question about it, so
/// this is a list, by the name that a terminal goes by in TERM or in its answer to XTVERSION.
enum SelfDrawnGlyphs {
  private struct Row {
    let name: String
    /// The first version that draws octants; nil where none is known. Sextants are older than all that is in use.
    let octantsSince: [Int]?
  }

  /// From the change logs of the terminals. WezTerm counts versions by date, and has octants in builds after its last
  /// numbered release.
  private static let rows = [
    Row(name: "kitty", octantsSince: [0, 40]), Row(name: "foot", octantsSince: [1, 20]),
    Row(name: "ghostty", octantsSince: [1, 2]), Row(name: "wezterm", octantsSince: [20_250_101]),
    Row(name: "contour", octantsSince: nil),
  ]

  /// The finest glyphs that a terminal draws itself, and why; nil for other terminals.
  /// - Parameter brand: name and version, as in "kitty(0.40.1)" or "WezTerm 20250122-221439-f7c1c7dc".
  static func finest(term: String, brand: String?) -> (glyphs: GlyphSet, reason: String)? {
    let known = brand?.lowercased() ?? ""
    guard let row = rows.first(where: { term.lowercased().contains($0.name) || known.contains($0.name) }) else {
      return nil
    }
    guard let since = row.octantsSince else { return (.sextants, "\(row.name) draws them itself") }
    let first = since.map(String.init).joined(separator: ".")
    guard known.contains(row.name), let isNew = TerminalVersion.isIn(known, from: since) else {
      return (.sextants, "\(row.name) draws them itself; octants from \(first) on, but it does not tell its version")
    }
    return isNew
      ? (.octants, "\(row.name) draws them itself from \(first) on")
      : (.sextants, "\(row.name) draws them itself, octants from \(first) on")
  }
}
