/// A table of numbers as a paper prints them, on its own data: to stand beside ours, never to be compared digit by
/// digit.
public struct PublishedTable: Sendable, Hashable {
  /// A number of a paper.
  public struct Number: Sendable, Hashable, Codable {
    /// As printed.
    public let mean: Double
    /// The standard deviation, where one is printed.
    public let spread: Double?
    /// Whether it is not certain that the number belongs here.
    public let isUncertain: Bool

    /// A number with its spread; uncertain where the paper prints it hard to read.
    public init(mean: Double, spread: Double? = nil, isUncertain: Bool = false) {
      self.mean = mean
      self.spread = spread
      self.isUncertain = isUncertain
    }
  }

  /// One condition of a paper's table.
  public struct Row: Sendable, Hashable {
    /// As the paper names it.
    public let name: String
    /// One for each column.
    public let numbers: [Number]

    init(_ name: String, _ means: [Double], isUncertain: Bool = false) {
      self.name = name
      numbers = means.map { Number(mean: $0, isUncertain: isUncertain) }
    }

    init(_ name: String, _ pairs: [(mean: Double, spread: Double)]) {
      self.name = name
      numbers = pairs.map { Number(mean: $0.mean, spread: $0.spread) }
    }
  }

  /// The paper's number and title of the table.
  public let title: String
  /// Authors, place and year.
  public let source: String
  /// What data it was measured on.
  public let data: String
  /// Of all its numbers.
  public let unit: String
  /// What its rows are.
  public let rowHeading: String
  /// The measures, from left to right.
  public let columns: [String]
  /// The conditions, from top to bottom.
  public let rows: [Row]
  /// What a reader should know, when there is something.
  public let note: String?

  init(
    title: String, source: String, data: String, unit: String, rowHeading: String, columns: [String], rows: [Row],
    note: String? = nil
  ) {
    self.title = title
    self.source = source
    self.data = data
    self.unit = unit
    self.rowHeading = rowHeading
    self.columns = columns
    self.rows = rows
    self.note = note
  }

  /// The number of a row and a column, by their names; nil where the paper has none.
  public subscript(row: String, column: String) -> Number? {
    guard let place = columns.firstIndex(of: column), let row = rows.first(where: { $0.name == row }) else {
      return nil
    }
    return row.numbers.indices.contains(place) ? row.numbers[place] : nil
  }
}
