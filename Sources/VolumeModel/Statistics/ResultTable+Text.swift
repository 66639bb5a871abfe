import Foundation

extension ResultTable {
  /// Aligned columns; the published numbers to the right where the line has room for them, else below. What is wider than
  /// a line stands in parts, one below the other, where that is asked for.
  /// - Parameters:
  ///   - width: characters of a line.
  ///   - isFolded: whether no line is wider than that, as on a terminal; a file gets whole lines.
  public func text(width: Int = 120, isFolded: Bool = false) -> String {
    let limit = isFolded ? width : .max
    let ours = cells(columns.map(\.name)) { row in columns.indices.map { measuredText(row.cells[$0], $0) } }
    var lines = [title, ""]
    if let sentence = publishedSentence {
      let theirs = cells(publishedColumns.map { columns[$0].name }) { row in
        publishedColumns.map { publishedText(row.cells[$0], $0) }
      }
      let (left, right) = (aligned(ours), aligned(theirs.map { Array($0.dropFirst()) }, hasNames: false))
      let leftWidth = left.map(\.count).max() ?? 0
      if leftWidth + 3 + max(right.map(\.count).max() ?? 0, Self.publishedMark.count) <= width {
        lines.append(padded("", leftWidth) + " | " + Self.publishedMark)
        lines += zip(left, right).map { padded($0, leftWidth) + " | " + $1 }
      } else {
        lines += folded(ours, width: limit) + ["", Self.publishedMark] + folded(theirs, width: limit)
      }
      lines += ["", sentence]
    } else {
      lines += folded(ours, width: limit)
    }
    lines += notes.isEmpty ? [] : [""] + notes
    return lines.map(Self.withoutTrailingBlanks).joined(separator: "\n") + "\n"
  }

  /// A GitHub table; published numbers in columns of their own.
  public var markdown: String {
    let published = publishedColumns
    let headings =
      [rowHeading] + columns.map(\.name) + published.map { "\(columns[$0].name) (\(Self.publishedMark))" }
    var lines = ["**\(title)**", "", Self.markdownLine(headings)]
    lines.append("|---|" + String(repeating: "---:|", count: headings.count - 1))
    for row in rows {
      let ours = columns.indices.map { measuredText(row.cells[$0], $0) }
      lines.append(Self.markdownLine([row.name] + ours + published.map { publishedText(row.cells[$0], $0) }))
    }
    for sentence in [publishedSentence].compactMap({ $0 }) + notes { lines += ["", sentence] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One row a row, numbers in full precision: mean, SD and number of each column, then what is published.
  public var csv: String {
    let published = publishedColumns
    var heading = [rowHeading]
    for column in columns { heading += ["\(column.name) mean", "\(column.name) SD", "\(column.name) n"] }
    for column in published {
      let name = "\(columns[column].name) (\(Self.publishedMark))"
      heading += [name, "\(name) SD"]
    }
    let lines = rows.map { row in
      var fields = [row.name]
      for cell in row.cells {
        fields += [Self.number(cell.measured?.mean), Self.number(cell.measured?.standardDeviation)]
        fields.append(cell.measured.map { String($0.count) } ?? "")
      }
      for column in published {
        let number = row.cells[column].published
        fields += [Self.number(number?.mean), Self.number(number?.spread)]
      }
      return fields
    }
    return CSV.table([heading] + lines)
  }

  // MARK: - Cells

  private func measuredText(_ cell: Cell, _ column: Int) -> String {
    guard let measured = cell.measured else { return "n/a" }
    return meanAndSpread(measured.mean, measured.standardDeviation, column)
  }

  private func publishedText(_ cell: Cell, _ column: Int) -> String {
    guard let number = cell.published else { return "" }
    return meanAndSpread(number.mean, number.spread, column) + (number.isUncertain ? " (?)" : "")
  }

  private func meanAndSpread(_ mean: Double, _ spread: Double?, _ column: Int) -> String {
    let decimals = columns[column].decimals
    func fixed(_ value: Double) -> String { String(format: "%.\(decimals)f", value) }
    return fixed(mean) + (spread.map { " +- " + fixed($0) } ?? "")
  }

  private static func number(_ value: Double?) -> String { value.map { String($0) } ?? "" }

  // MARK: - Lines

  /// The heading and the rows, each with its name before its cells.
  private func cells(_ headings: [String], of row: (Row) -> [String]) -> [[String]] {
    [[rowHeading] + headings] + rows.map { [$0.name] + row($0) }
  }

  /// Lines of equal columns: names to the left, numbers to the right.
  private func aligned(_ rows: [[String]], hasNames: Bool = true) -> [String] {
    let widths = Self.widths(rows)
    return rows.map { row in
      row.enumerated().map { column, field in
        hasNames && column == 0
          ? padded(field, widths[column]) : String(repeating: " ", count: widths[column] - field.count) + field
      }.joined(separator: "  ")
    }
  }

  /// Lines no wider than that, in parts where it takes several.
  private func folded(_ rows: [[String]], width: Int) -> [String] {
    let parts = ColumnFolding.parts(widths: Self.widths(rows), keyCount: 1, limit: width)
    return Array(parts.map { part in aligned(rows.map { row in part.map { row[$0] } }) }.joined(separator: [""]))
  }

  private static func widths(_ rows: [[String]]) -> [Int] {
    (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }

  private static func withoutTrailingBlanks(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  private static func markdownLine(_ fields: [String]) -> String {
    "| " + fields.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ") + " |"
  }
}

extension ResultTable: Encodable {
  private enum CodingKeys: String, CodingKey {
    case title, columns, rows, notes, published
    case rowHeading = "row_heading"
  }

  private enum CellKeys: String, CodingKey { case mean, sd, n, published }
  private enum NumberKeys: String, CodingKey { case mean, sd, uncertain }
  private enum RowKeys: String, CodingKey { case name, cells }
  private enum SourceKeys: String, CodingKey { case mark, source, data, unit, note }

  /// n/a is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(title, forKey: .title)
    try container.encode(rowHeading, forKey: .rowHeading)
    try container.encode(columns.map(\.name), forKey: .columns)
    try container.encode(notes, forKey: .notes)
    if let published {
      var source = container.nestedContainer(keyedBy: SourceKeys.self, forKey: .published)
      try source.encode(Self.publishedMark, forKey: .mark)
      try source.encode(published.source, forKey: .source)
      try source.encode(published.data, forKey: .data)
      try source.encode(published.unit, forKey: .unit)
      try source.encode(published.note, forKey: .note)
    }
    var list = container.nestedUnkeyedContainer(forKey: .rows)
    for row in rows {
      var one = list.nestedContainer(keyedBy: RowKeys.self)
      try one.encode(row.name, forKey: .name)
      var cells = one.nestedUnkeyedContainer(forKey: .cells)
      for cell in row.cells {
        var place = cells.nestedContainer(keyedBy: CellKeys.self)
        try place.encode(cell.measured?.mean, forKey: .mean)
        try place.encode(cell.measured?.standardDeviation, forKey: .sd)
        try place.encode(cell.measured?.count ?? 0, forKey: .n)
        guard let number = cell.published else { continue }
        var theirs = place.nestedContainer(keyedBy: NumberKeys.self, forKey: .published)
        try theirs.encode(number.mean, forKey: .mean)
        try theirs.encode(number.spread, forKey: .sd)
        try theirs.encode(number.isUncertain, forKey: .uncertain)
      }
    }
  }
}
