import Foundation
import VolumeModel
import Pictures
import TerminalIO

/// A report as one page that needs nothing but itself: no script, no file, no network. Its pictures are inside.
struct ReportPage {
  let report: ReviewReport

  /// - Throws: `transferFailed` when a picture cannot be made.
  func source() throws(FileError) -> String {
    var body: [HTMLMarkup] = []
    for block in report.blocks { body.append(try markup(block)) }
    let head = HTMLMarkup(
      source: """
        <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <style>\(StudyPage.style)\(Self.style)</style>

        """)
    let page = HTMLMarkup.element(
      "html", ["lang": "en"],
      [
        .element("head", [:], [.element("title", [:], report.title), head]),
        .element("body", [:], [.element("main", [:], body)]),
      ])
    return "<!doctype html>\n" + page.source
  }

  /// Tiles stay whole on paper, and colours are printed.
  private static let style = """

    figure { break-inside: avoid; } figure.large { max-width: 45rem; } figcaption { text-align: left; }
    td.text { text-align: left; } thead th.number { text-align: right; } td.code { white-space: normal; }
    blockquote { border-left: 3px solid var(--line); margin-left: 0; padding-left: 1rem; }
    @media print { body { max-width: none; font-size: 10pt; print-color-adjust: exact; }
      .scroll { overflow-x: visible; } table { font-size: 7pt; } th, td { padding: .1rem .3rem; white-space: normal; }
      td:not(.text) { white-space: nowrap; }
      thead { display: table-header-group; } tr { break-inside: avoid; } }
    """

  private func markup(_ block: ReportBlock) throws(FileError) -> HTMLMarkup {
    switch block {
    case .title(let title): return .element("h1", [:], title)
    case .heading(let heading): return .element("h2", [:], heading)
    case .text(let sentences): return paragraph(sentences)
    case .quote(let quote): return .element("blockquote", [:], quote)
    case .table(let table): return markup(table)
    case .pictures(let rows, let caption):
      var figures: [HTMLMarkup] = []
      for row in rows { figures.append(try figure(of: row, ReportPictures.tileSize, Self.caption(of: row))) }
      return paragraph(caption) + .element("div", ["class": "tiles"], figures)
    case .lesion(let row):
      let title = "Lesion \(row.id)\(row.review?.isFlagged == true ? ", flagged" : "")"
      return .element("h3", [:], title)
        + (try figure(of: row, ReportPictures.largestSize, Wording.sentence(row), isLarge: true))
    }
  }

  private static func caption(of row: LesionRow) -> String {
    let verdict = row.verdict?.rawValue ?? Wording.undecided(row.regions)
    let said = [row.review?.lesionClass?.title, row.review?.reason].compactMap { $0 }.filter { !$0.isEmpty }
    let flag = row.review?.isFlagged == true ? ["flagged"] : []
    return (["Lesion \(row.id): \(verdict)", Wording.volume(mm3: row.record.volumeMM3)] + said + flag)
      .joined(separator: ", ")
  }

  /// A lesion with its marks, and the same without them.
  private func figure(
    of row: LesionRow, _ size: Int, _ caption: String, isLarge: Bool = false
  ) throws(FileError) -> HTMLMarkup {
    let twin = report.pictures.twin(of: row, size: size)
    let images = [
      try HTMLMarkup.picture(twin.marked, words: "lesion \(row.id) with the masks"),
      try HTMLMarkup.picture(twin.plain, words: "lesion \(row.id) without marks"),
    ]
    return .element(
      "figure", ["class": isLarge ? "large" : nil],
      [.element("div", ["class": "twin"], images), .element("figcaption", [:], caption)])
  }

  private func paragraph(_ sentences: [ReportSentence]) -> HTMLMarkup {
    let parts = sentences.map { sentence in
      let strong = sentence.strong.isEmpty ? "" : "<strong>\(HTMLMarkup.text(sentence.strong).source)</strong>"
      return HTMLMarkup.text(sentence.start).source + strong + HTMLMarkup.text(sentence.end).source
    }
    return .element("p", [:], [HTMLMarkup(source: parts.joined(separator: " "))])
  }

  private func markup(_ table: ReportTable) -> HTMLMarkup {
    let head = HTMLMarkup.element(
      "tr", [:],
      table.columns.map { column in
        .element("th", ["scope": "col", "class": column.kind == .number ? "number" : nil], column.title)
      })
    let rows = table.rows.map { cells in
      HTMLMarkup.element(
        "tr", [:],
        zip(cells, table.columns).map { cell, column in
          switch column.kind {
          case .number: .element("td", [:], cell)
          case .text: .element("td", ["class": "text"], cell)
          case .code: .element("td", ["class": "text code"], [.element("code", [:], cell)])
          }
        })
    }
    let content = HTMLMarkup.element(
      "table", [:],
      [.element("caption", [:], table.caption), .element("thead", [:], [head]), .element("tbody", [:], rows)])
    return .element(
      "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": table.caption], [content])
  }
}
