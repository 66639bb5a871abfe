/// Where a user's settings and the program's memory live (XDG Base Directory Specification 0.8).
///
/// Variables that are empty or no absolute path are ignored, as the specification asks.
package struct UserFolders: Sendable, Hashable {
  /// Nil where there is not even a home folder: nothing is read or kept then.
  package let configuration: String?
  package let state: String?

  package init(environment: [String: String]) {
    func folder(_ variable: String, _ underHome: String) -> String? {
      if let path = environment[variable], path.hasPrefix("/") { return path + "/flairscope" }
      guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
      return "\(home)/\(underHome)/flairscope"
    }
    configuration = folder("XDG_CONFIG_HOME", ".config")
    state = folder("XDG_STATE_HOME", ".local/state")
  }

  package var configurationFile: String? { configuration.map { $0 + "/config.toml" } }
  package var keysFile: String? { configuration.map { $0 + "/keys.toml" } }
  package var reviewFormFile: String? { configuration.map { $0 + "/review.toml" } }
  package var themesFolder: String? { configuration.map { $0 + "/themes" } }
  package var historyFile: String? { state.map { $0 + "/history" } }
  package var sessionsFolder: String? { state.map { $0 + "/sessions" } }
}
