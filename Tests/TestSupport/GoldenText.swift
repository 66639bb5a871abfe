import Foundation
package import Testing

/// Compares a text with the one stored in the folder `Golden` of the test target that asks. `FLAIRSCOPE_RECORD=1` writes
/// it anew; look at the difference before committing it.
package func expectGolden(
  _ text: String, _ name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var target = URL(fileURLWithPath: file).deletingLastPathComponent()
  while target.pathComponents.count > 1, !target.lastPathComponent.hasSuffix("Tests") { target.deleteLastPathComponent() }
  let folder = target.appendingPathComponent("Golden")
  let golden = folder.appendingPathComponent(name + ".txt")
  if ProcessInfo.processInfo.environment["FLAIRSCOPE_RECORD"] == "1" {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data((text + "\n").utf8).write(to: golden)
    return
  }
  let stored = try #require(
    try? String(contentsOf: golden, encoding: .utf8), "no golden \(name); record it with FLAIRSCOPE_RECORD=1",
    sourceLocation: sourceLocation)
  let now = text + "\n"
  guard stored != now else { return }
  func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  let (before, after) = (lines(stored), lines(now))
  let changed = (0..<max(before.count, after.count)).lazy
    .map { ($0 + 1, $0 < before.count ? before[$0] : "", $0 < after.count ? after[$0] : "") }
    .filter { $0.1 != $0.2 }.prefix(5)
    .map { "line \($0.0)\n  was \($0.1)\n  is  \($0.2)" }.joined(separator: "\n")
  Issue.record("golden \(name) changed:\n\(changed)", sourceLocation: sourceLocation)
}

/// Compares several texts with one file, each under its title.
package func expectGolden(
  _ parts: [(title: String, text: String)], _ name: String, file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let text = parts.map { "==== \($0.title)\n\($0.text)" }.joined(separator: "\n")
  try expectGolden(text, name, file: file, sourceLocation: sourceLocation)
}
