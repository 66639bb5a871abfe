/// How a case is looked at, as names and texts: what flags ask for, what a viewer file keeps, what `:yank-cmd` says.
package struct SavedView: Sendable, Hashable, Codable {
  package private(set) var settings: [String: String]

  /// Names of earlier versions, in stored views and scripts, and what they are now.
  static let formerNames = ["layers": "overlays", "active-layer": "active-overlay"]

  package init(_ settings: [String: String] = [:]) {
    self.settings = [:]
    for (name, value) in settings { self.settings[Self.formerNames[name] ?? name] = value }
  }

  package init(from decoder: any Decoder) throws {
    enum Keys: CodingKey { case settings }
    self.init(try decoder.container(keyedBy: Keys.self).decode([String: String].self, forKey: .settings))
  }

  package subscript(name: String) -> String? {
    get { settings[name] }
    set { settings[name] = newValue }
  }

  /// What differs from another view; what says nothing here is left as it is there.
  package func changes(from other: SavedView) -> SavedView {
    var changed = settings.filter { other.settings[$0.key] != $0.value }
    // A plane alone opens on its own largest disagreement.
    if changed["plane"] != nil { changed["cursor"] = settings["cursor"] }
    return SavedView(changed)
  }
}
