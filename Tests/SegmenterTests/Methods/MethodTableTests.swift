import Foundation
import Segmenter
import Testing

@Suite struct MethodTableTests {
  @Test("every method has its own row", arguments: MethodName.allCases)
  func rows(name: MethodName) {
    let details = name.details
    #expect(details.name == name)
    #expect(!details.title.isEmpty && !details.summary.isEmpty)
    #expect(details.networks >= 1 && details.usualLearningRate > 0)
  }

  @Test("titles are different")
  func titles() {
    #expect(Set(MethodName.allCases.map(\.details.title)).count == MethodName.allCases.count)
  }

  /// The rows of the table "Which method" in docs/methods.md: names, trusted slices, time of a step.
  private static func documented() throws -> [(names: [String], needsTrust: Bool, costs: [Double])] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: root.appendingPathComponent("docs/methods.md"), encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 4, cells[0].hasPrefix("`"), cells[2] == "yes" || cells[2] == "no" else { return nil }
      let names = cells[0].split(separator: ",").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "` ")) }
      let costs = cells[3].split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
      return (names, cells[2] == "yes", costs)
    }
  }

  @Test("forecasts use the costs of a step that the documentation states, and it lists every method")
  func costs() throws {
    let rows = try Self.documented()
    #expect(rows.flatMap(\.names).sorted() == MethodName.allCases.map(\.rawValue).sorted())
    for row in rows {
      for (number, text) in row.names.enumerated() {
        let details = try #require(MethodName(rawValue: text)).details
        let cost = row.costs.count > 1 ? row.costs[number] : try #require(row.costs.first)
        #expect(details.stepCost == cost, "\(text)")
        #expect(details.needsTrustedSlices == row.needsTrust, "\(text)")
      }
    }
  }
}
