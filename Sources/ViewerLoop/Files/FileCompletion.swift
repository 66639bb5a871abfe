import Foundation

/// The paths that a beginning may become; folders end in a slash.
enum FileCompletion {
  private static let most = 200

  static func names(beginning prefix: String) -> [String] {
    let slash = prefix.lastIndex(of: "/")
    let typedFolder = slash.map { String(prefix[...$0]) } ?? ""
    let start = slash.map { String(prefix[prefix.index(after: $0)...]) } ?? prefix
    let folder = typedFolder.isEmpty ? "." : (typedFolder as NSString).expandingTildeInPath
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasPrefix(start) && (!$0.hasPrefix(".") || start.hasPrefix(".")) }
      .sorted().prefix(most)
      .map { name in
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
        return typedFolder + name + (isFolder.boolValue ? "/" : "")
      }
  }
}
