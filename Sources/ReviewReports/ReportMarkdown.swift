import VolumeModel
import Pictures

/// A report as Markdown, to be read beside its pictures.
struct ReportMarkdown {
  let report: ReviewReport
  private var stem: String { report.export.reportStem }

  var source: String { report.blocks.map(text).filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n" }

  private func text(_ block: ReportBlock) -> String {
    switch block {
    case .title(let title): "# \(Self.escaped(title))"
    case .heading(let heading): "## \(Self.escaped(heading))"
    case .text(let sentences): paragraph(sentences)
    case .quote(let quote): "> \(Self.escaped(quote))"
    case .table(let table): text(table)
    case .pictures(_, let caption):
      "![lesions](\(report.pictures.sheetName(stem: stem)))\n\n\(paragraph(caption))"
    case .lesion(let row):
      """
      ### Lesion \(row.id)\(row.review?.isFlagged == true ? ", flagged" : "")

      \(Self.escaped(Wording.sentence(row)))

      ![lesion \(row.id)](\(report.pictures.fileName(of: row, stem: stem)))
      """
    }
  }

  /// A sentence a line.
  private func paragraph(_ sentences: [ReportSentence]) -> String {
    sentences.map { sentence in
      let strong = sentence.strong.isEmpty ? "" : "**\(Self.escaped(sentence.strong))**"
      return Self.escaped(sentence.start) + strong + Self.escaped(sentence.end)
    }.joined(separator: "\n")
  }

  private func text(_ table: ReportTable) -> String {
    func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
    let head = line(table.columns.map { Self.escaped($0.title) })
    let rule = "|" + table.columns.map { $0.kind == .number ? "---:" : "---" }.joined(separator: "|") + "|"
    let rows = table.rows.map { cells in
      line(zip(cells, table.columns).map { $1.kind == .code ? Self.code($0) : Self.escaped($0) })
    }
    return ([head, rule] + rows).joined(separator: "\n")
  }

  private static func code(_ text: String) -> String {
    "`\(text.visibleOnOneLine.replacing("`", with: "'").replacing("|", with: "\\|"))`"
  }

  /// Text that came from outside, on one line and without meaning for Markdown or HTML.
  private static func escaped(_ text: String) -> String {
    String(
      text.visible.flatMap { character -> String in
        if character.isNewline { return " " }
        return "\\`*_{}[]<>#|!".contains(character) ? "\\\(character)" : String(character)
      })
  }
}
