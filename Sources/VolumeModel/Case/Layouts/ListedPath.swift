import Foundation

/// The path of an image file, taken apart for patterns.
package struct ListedPath: Sendable {
  package let file: FileName
  /// The names of all folders above the file, from the root of the file system.
  package let folders: [[UInt8]]
  /// The file's name without its ending.
  package let stem: [UInt8]
  /// The same with the separators of free names as `_`.
  let freeStem: [UInt8]

  package init(_ file: FileName) {
    self.file = file
    folders = Self.folderNames(of: file.path).map { Array($0.utf8) }
    stem = Array(file.stem.utf8)
    freeStem = Array(NameSeparators.unified(file.stem).utf8)
  }

  /// The folder that the file lies in, as an absolute path.
  package var folder: String { folder(dropping: 0) }

  /// The absolute path that remains when the innermost `count` folders are taken away.
  package func folder(dropping count: Int) -> String {
    "/" + folders.dropLast(count).map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
  }

  private static func folderNames(of path: String) -> [Substring] {
    var names: [Substring] = []
    let absolute = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    for name in absolute.split(separator: "/").dropLast() {
      if name == ".." { _ = names.popLast() } else if name != "." { names.append(name) }
    }
    return names
  }
}

/// What people put between the words of a name: `Patient-1-Flair`, `AX T2 FLAIR`, `anna.mask`.
enum NameSeparators {
  private static let entityKeys: Set<Substring> = [
    "sub", "ses", "acq", "ce", "rec", "run", "echo", "space", "desc", "label", "seg", "lesion", "from", "to", "mode",
    "res", "den",
  ]

  /// A name with `_` for each hyphen, space and full stop, as long as before. A name with BIDS entities keeps them: there
  /// the hyphen joins a key and its value.
  static func unified(_ stem: String) -> String {
    let hasEntity = stem.split(separator: "_").contains { part in
      part.contains("-") && entityKeys.contains(part.lowercased().prefix { $0 != "-" })
    }
    return hasEntity ? stem : String(stem.map { "- .".contains($0) ? "_" : $0 })
  }
}
