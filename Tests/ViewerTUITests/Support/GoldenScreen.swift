import Foundation
import Testing

/// Compares a screen with the text stored beside the tests. `FLAIRSCOPE_RECORD=1` writes it anew; look at the difference
/// before committing it.
func expectGolden(
  _ screen: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden")
  let file = folder.appendingPathComponent(name + ".txt")
  if ProcessInfo.processInfo.environment["FLAIRSCOPE_RECORD"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((screen + "\n").utf8).write(to: file)
    return
  }
  let stored = try #require(
    try? String(contentsOf: file, encoding: .utf8), "no golden screen \(name); record it with FLAIRSCOPE_RECORD=1",
    sourceLocation: sourceLocation)
  let now = screen + "\n"
  guard stored != now else { return }
  let pairs = zip(stored.split(separator: "\n", omittingEmptySubsequences: false), now.split(separator: "\n", omittingEmptySubsequences: false))
  let changed = pairs.enumerated().filter { $0.element.0 != $0.element.1 }.prefix(5)
    .map { "line \($0.offset + 1)\n  was \($0.element.0)\n  is  \($0.element.1)" }.joined(separator: "\n")
  Issue.record("screen \(name) changed:\n\(changed)", sourceLocation: sourceLocation)
}
