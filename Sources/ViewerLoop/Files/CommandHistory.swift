import Foundation

/// The lines typed after `:`, kept from one start to the next. Losing them is no error: a folder that cannot be written
/// just keeps nothing.
package struct CommandHistory: Sendable {
  private let path: String?
  private static let most = 500

  /// - Parameter path: nil keeps nothing.
  package init(path: String?) { self.path = path }

  /// The newest lines, oldest first.
  package func read() -> [String] {
    guard let path, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").suffix(Self.most).map(String.init)
  }

  /// Adds a line; a file that has grown long is cut to its newest lines first.
  package func append(_ line: String) {
    guard let path else { return }
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let earlier = read()
    if let handle = FileHandle(forWritingAtPath: path), earlier.count < Self.most {
      defer { try? handle.close() }
      _ = try? handle.seekToEnd()
      try? handle.write(contentsOf: Data((line + "\n").utf8))
    } else {
      let kept = (earlier.suffix(Self.most / 2) + [line]).joined(separator: "\n") + "\n"
      try? Data(kept.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
  }
}
