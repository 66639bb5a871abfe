/// Paths taken apart as text, without a look at the disk.
enum FilePath {
  /// What follows the last slash.
  static func lastComponent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// What precedes the last slash: the folder of a file; "." without one.
  static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A name in a header, which lies beside that header unless it is absolute.
  static func beside(_ path: String, name: String) -> String {
    name.hasPrefix("/") || !path.contains("/") ? name : folder(path) + "/" + name
  }
}
