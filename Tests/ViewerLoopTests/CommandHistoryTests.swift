import Foundation
import TestSupport
import Testing
import ViewerLoop

@Suite struct CommandHistoryTests {
  @Test func historyIsKeptInAFileThatDoesNotGrowForEver() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let history = CommandHistory(path: folder + "/state/history")
    #expect(history.read().isEmpty)
    for number in 1...700 { history.append("zoom \(number)") }
    let lines = history.read()
    #expect(lines.last == "zoom 700" && lines.count <= 500)
    #expect(CommandHistory(path: folder).read().isEmpty, "a folder in its place is no history")
  }
}
