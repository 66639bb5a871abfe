import Foundation
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

  /// The table as wide as it is for files and pipes; on a terminal no wider than that, in parts one below the other.
  var text: String { text(width: TerminalWidth.of(STDOUT_FILENO)) }

  /// - Parameter width: characters of a line; nil for any number.
  func text(width: Int?) -> String {
    let all = [headings] + rows
    let widths = headings.indices.map { column in
      all.map { $0.indices.contains(column) ? $0[column].cellCount : 0 }.max() ?? 0
    }
    // The words before the first number say what a row is.
    let keyCount = alignments.firstIndex(of: .right) ?? alignments.count
    let parts = ColumnFolding.parts(widths: widths, keyCount: max(1, keyCount), limit: width ?? .max)
    return parts.map { part in all.map { line(of: $0, part, widths) }.joined() }.joined(separator: "\n")
  }

  private func line(of row: [String], _ columns: [Int], _ widths: [Int]) -> String {
    var line = ""
    for column in columns where row.indices.contains(column) {
      let cell = row[column]
      let padding = String(repeating: " ", count: max(0, widths[column] - cell.cellCount))
      line += (column == 0 ? "" : "  ") + (alignments[column] == .right ? padding + cell : cell + padding)
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
