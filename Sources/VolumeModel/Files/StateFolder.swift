/// Where a person's own files are kept when nobody names a place: reviews, estimates.
public enum StateFolder {
  /// `$XDG_STATE_HOME/flairscope`, by default `~/.local/state/flairscope`; nil when there is neither XDG_STATE_HOME nor
  /// HOME.
  public static func path(environment: [String: String]) -> String? {
    // The XDG specification: a path that is not absolute is ignored.
    if let named = environment["XDG_STATE_HOME"], named.hasPrefix("/") { return named + "/flairscope" }
    if let home = environment["HOME"], home.hasPrefix("/") { return home + "/.local/state/flairscope" }
    return nil
  }
}
