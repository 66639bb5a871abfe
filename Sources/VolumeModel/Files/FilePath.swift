import Foundation

/// Paths taken apart as text, without a look at the disk.
package enum FilePath {
  /// What follows the last slash.
  static func lastComponent(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// What precedes the last slash: the folder of a file; "." without one.
  package static func folder(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The path of a folder without the slashes that completion puts behind it; the root stays "/".
  package static func withoutTrailingSlashes(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// A name in a header, which lies beside that header unless it is absolute.
  static func beside(_ path: String, name: String) -> String {
    name.hasPrefix("/") || !path.contains("/") ? name : folder(path) + "/" + name
  }

  /// A file's path as it is read from a folder, as in "../sub-07_FLAIR.nii.gz": a folder that moves with its files keeps it.
  package static func relative(_ path: String, toFolder folder: String) -> String {
    let (file, start) = (parts(path), parts(folder))
    let common = zip(file, start).prefix { $0 == $1 }.count
    let steps = [String](repeating: "..", count: start.count - common) + file.dropFirst(common)
    return steps.isEmpty ? "." : steps.joined(separator: "/")
  }

  /// The names from the root on.
  private static func parts(_ path: String) -> [String] {
    let whole = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return whole.split(separator: "/").reduce(into: []) { parts, name in
      if name == ".." { _ = parts.popLast() } else if name != "." { parts.append(String(name)) }
    }
  }
}
