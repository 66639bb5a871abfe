import Foundation

/// A folder that something is written into.
package enum OutputFolder {
  /// Makes a folder with those above it; nothing happens where it is there already.
  package static func make(_ path: String, advice: String = "choose another folder") throws(FileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileError(
        .cannotCreate, path: path, problem: "cannot be made (\(error.localizedDescription))", advice: advice)
    }
  }
}
