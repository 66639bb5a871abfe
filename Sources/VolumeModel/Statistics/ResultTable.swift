/// A table of an experiment: methods or settings down, measures across, mean and spread in the cells, and where a paper
/// prints the like its numbers beside, marked as published on other data.
public struct ResultTable: Sendable, Hashable {
  /// One measure.
  public struct Column: Sendable, Hashable {
    /// As people read it.
    public let name: String
    /// Digits behind the point when printed.
    public let decimals: Int

    /// A column of that name.
    public init(_ name: String, decimals: Int = 1) {
      self.name = name
      self.decimals = decimals
    }
  }

  /// What was measured in one condition, beside what was published.
  public struct Cell: Sendable, Hashable {
    /// Over seeds and cases; nil is "not available".
    public let measured: SampleSummary?
    /// The published number, when there is one.
    public let published: PublishedTable.Number?

    /// A cell; nil was not measured.
    public init(_ measured: SampleSummary?, published: PublishedTable.Number? = nil) {
      self.measured = measured
      self.published = published
    }
  }

  /// One condition.
  public struct Row: Sendable, Hashable {
    /// As people read it.
    public let name: String
    /// One for each column.
    public let cells: [Cell]

    /// A row of that name; one cell a column.
    public init(_ name: String, _ cells: [Cell]) {
      self.name = name
      self.cells = cells
    }
  }

  /// What the table shows.
  public let title: String
  /// What the rows are: "method", "mask size".
  public let rowHeading: String
  /// The measures, from left to right.
  public let columns: [Column]
  /// The conditions, from top to bottom.
  public let rows: [Row]
  /// What a reader has to know, a sentence each: tests, data, what was left out.
  public let notes: [String]
  /// Where the published numbers come from; nil without any.
  public let published: PublishedTable?

  /// - Parameters:
  ///   - rows: the numbers of each cell in the order of the columns; nil or empty is "not available".
  ///   - published: a paper's table, whose numbers are taken where row and column have the same names.
  ///   - publishedNames: what the paper calls rows and columns that are named otherwise here.
  public init(
    title: String, rowHeading: String, columns: [Column], rows: [(name: String, numbers: [[Double]?])],
    notes: [String] = [], published: PublishedTable? = nil, publishedNames: [String: String] = [:]
  ) {
    func theirs(_ name: String) -> String { publishedNames[name] ?? name }
    self.title = title
    self.rowHeading = rowHeading
    self.columns = columns
    self.notes = notes
    self.rows = rows.map { row in
      Row(
        row.name,
        columns.indices.map { index in
          let numbers = row.numbers.indices.contains(index) ? row.numbers[index] : nil
          return Cell(
            numbers.flatMap { SampleSummary($0) }, published: published?[theirs(row.name), theirs(columns[index].name)])
        })
    }
    let isUsed = self.rows.contains { $0.cells.contains { $0.published != nil } }
    self.published = isUsed ? published : nil
  }

  /// What every form calls numbers that are not ours.
  public static let publishedMark = "published, other data"

  /// Source and data of the published numbers, in a sentence.
  var publishedSentence: String? {
    published.map { table in
      let note = table.note.map { " \($0)" } ?? ""
      return "\(Self.publishedMark): \(table.source); \(table.data), \(table.unit).\(note)"
    }
  }

  /// The columns for which the paper has any number.
  var publishedColumns: [Int] {
    columns.indices.filter { column in rows.contains { $0.cells[column].published != nil } }
  }
}
