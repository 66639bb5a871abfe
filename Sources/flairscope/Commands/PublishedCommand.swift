import ArgumentParser
import VolumeModel

struct PublishedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "published",
    abstract: "Print the tables of the papers that experiments are compared with.",
    discussion: """
      All tables without a name, else those named: \(Self.names).

      The numbers are those that the papers print, on their own data. (?) marks numbers whose place is not certain.

      Examples:

        flairscope published noise-lidc
        flairscope published relabel-liver --csv
        flairscope published --json
      """)

  @Argument(help: "Names of tables.")
  var tables: [String] = []
  @Flag(help: "Print comma-separated values: a row for each number, with its spread.")
  var csv = false
  @Flag(help: "Print one JSON document.")
  var json = false

  private static let names = PublishedTable.named.map(\.name).joined(separator: ", ")

  func validate() throws {
    guard !csv || !json else { throw ValidationError("Give --csv or --json, not both.") }
    for name in tables where NamedPublishedTable(name) == nil {
      throw ValidationError("There is no table '\(name)'; there are \(Self.names).")
    }
  }

  func run() throws {
    let names = tables.isEmpty ? PublishedTable.named.map(\.name) : tables
    let chosen = names.compactMap { NamedPublishedTable($0) }
    if json {
      try JSONDocument(command: "published", Document(tables: chosen)).write()
    } else {
      try Results.write(csv ? Self.csv(chosen) : chosen.map(Self.text).joined(separator: "\n"))
    }
  }

  private struct Document: Encodable {
    let tables: [NamedPublishedTable]
  }

  private static func text(_ named: NamedPublishedTable) -> String {
    let table = named.table
    var rows = TextTable([(table.rowHeading, .left)] + table.columns.map { ($0, .right) })
    for row in table.rows { rows.add([row.name] + row.numbers.map(Self.text)) }
    let note = table.note.map { $0 + "\n" } ?? ""
    return "\(named.name): \(table.title)\n\(table.source); \(table.data), \(table.unit)\n\n\(rows.text)\(note)"
  }

  private static func text(_ number: PublishedTable.Number) -> String {
    "\(number.mean)" + (number.spread.map { " +- \($0)" } ?? "") + (number.isUncertain ? " (?)" : "")
  }

  private static func csv(_ chosen: [NamedPublishedTable]) -> String {
    let heading = ["table", "source", "data", "row", "column", "mean", "sd", "uncertain"]
    let rows = chosen.flatMap { named in
      named.table.rows.flatMap { row in
        zip(named.table.columns, row.numbers).map { column, number in
          [
            named.name, named.table.source, named.table.data, row.name, column, "\(number.mean)",
            number.spread.map { "\($0)" } ?? "", "\(number.isUncertain)",
          ]
        }
      }
    }
    return CSV.table([heading] + rows)
  }
}
