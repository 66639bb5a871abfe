import TerminalIO
import VolumeModel

/// Columns of text for people, separated by two blanks; numbers to the right, words to the left. A row is one line, whatever
/// a name in it holds, and wide characters take two places.
struct TextTable {
  enum Alignment { case left, right }

  private let headings: [String]
  private let alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ columns: [(heading: String, alignment: Alignment)]) {
    headings = columns.map(\.heading.visibleOnOneLine)
    alignments = columns.map(\.alignment)
  }

  mutating func add(_ row: [String]) { rows.append(row.map(\.visibleOnOneLine)) }

  var text: String {
    let all = [headings] + rows
    let widths = headings.indices.map { column in
      all.map { $0.indices.contains(column) ? $0[column].cellCount : 0 }.max() ?? 0
    }
    return all.map { row in
      var line = ""
      for (column, cell) in row.enumerated() where widths.indices.contains(column) {
        let padding = String(repeating: " ", count: max(0, widths[column] - cell.cellCount))
        line += (column == 0 ? "" : "  ") + (alignments[column] == .right ? padding + cell : cell + padding)
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
