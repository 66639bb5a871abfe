import Foundation

/// A folder in memory for the files of this process.
enum FuzzFolder {
  static let path: String = {
    let path = "/dev/shm/flairscope-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }()

  /// Writes an input as a file; nil when the folder in memory is full.
  static func write(_ bytes: some ContiguousBytes, to name: String) -> String? {
    let file = path + "/" + name
    let data = bytes.withUnsafeBytes { Data($0) }
    return (try? data.write(to: URL(fileURLWithPath: file))) == nil ? nil : file
  }
}
