import Foundation
import Testing
import VolumeModel

/// The manual shows the rows that the program has.
@Suite struct LayoutManualTests {
  private static let manual = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../docs/cases.md").standardizedFileURL

  @Test(arguments: StudyLayout.all.map(\.name))
  func rowsOfALayout(name: String) throws {
    let text = try String(contentsOf: Self.manual, encoding: .utf8)
    let layout = try #require(StudyLayout.all.first { $0.name == name })
    let section = try #require(text.components(separatedBy: "\n### ").first { $0.hasPrefix(name + "\n") })
    #expect(section.contains(layout.summary))
    let rows = section.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| role") }.map(String.init)
    #expect(rows == layout.patterns.map { "| \($0.role) | `\($0.pattern.replacing("|", with: "\\|"))` |" })
  }
}
