import Foundation
package import Testing

/// Compares a text with the one stored in the folder `Golden` of the test target that asks. `FLAIRSCOPE_RECORD=1` writes
/// it anew; look at the difference before committing it.
package func expectGolden(
  _ text: String, _ name: String, file: String = #filePath, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  var target = URL(fileURLWithPath: file).deletingLastPathComponent()
  while target.pathComponents.count > 1, !target.lastPathComponent.hasSuffix("Tests") {
    target.deleteLastPathComponent()
  }
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
  var changed: [String] = []
  for line in 0..<max(before.count, after.count) where changed.count < 5 {
    let was = line < before.count ? before[line] : ""
    let isNow = line < after.count ? after[line] : ""
    if was != isNow { changed.append("line \(line + 1)\n  was \(was)\n  is  \(isNow)") }
  }
  Issue.record("golden \(name) changed:\n\(changed.joined(separator: "\n"))", sourceLocation: sourceLocation)
}

/// Compares several texts with one file, each under its title.
package func expectGolden(
  _ parts: [(title: String, text: String)], _ name: String, file: String = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let text = parts.map { "==== \($0.title)\n\($0.text)" }.joined(separator: "\n")
  try expectGolden(text, name, file: file, sourceLocation: sourceLocation)
}
