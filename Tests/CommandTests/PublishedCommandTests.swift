import Testing
import VolumeModel

/// `published`: every number that a paper prints can be printed.
@Suite struct PublishedCommandTests {
  @Test func everyTableIsPrinted() throws {
    let text = try CommandRun("published")
    #expect(text.status == 0 && text.errors.isEmpty)
    for (name, table) in PublishedTable.named {
      #expect(text.output.contains("\(name): \(table.title)"), "\(name)")
    }
    // The liver and the clinical target volume, which no experiment prints; and what is doubtful.
    #expect(text.output.contains("74.42 +- 0.23") && text.output.contains("72.2 (?)"))
    let json = try CommandRun("published", "--json")
    #expect(json.json["schema"] as? String == "flairscope.published/1")
    let tables = try #require(json.json["tables"] as? [[String: Any]])
    #expect(tables.compactMap { $0["name"] as? String } == PublishedTable.named.map(\.name))
    let csv = try CommandRun("published", "--csv").output.split(separator: "\n")
    #expect(csv.count == 1 + PublishedTable.all.reduce(0) { $0 + $1.rows.count * $1.columns.count })
  }

  @Test func oneTableIsChosenByItsName() throws {
    let run = try CommandRun("published", "relabel-liver", "--csv")
    #expect(run.output.contains("relabel-liver,\"Redekop, Chernyavskiy (arXiv 2102.08021)\",liver CT,Relabeling"))
    let unknown = try CommandRun("published", "no-such-table")
    #expect(unknown.status == 64 && unknown.errors.contains("noise-ctv") && unknown.output.isEmpty)
  }
}
