import Foundation

/// The path of an image file, taken apart for patterns.
package struct ListedPath: Sendable {
  package let file: FileName
  /// The names of all folders above the file, from the root of the file system.
  package let folders: [[UInt8]]
  /// The file's name without its ending.
  package let stem: [UInt8]

  package init(_ file: FileName) {
    self.file = file
    folders = Self.folderNames(of: file.path).map { Array($0.utf8) }
    stem = Array(file.stem.utf8)
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
