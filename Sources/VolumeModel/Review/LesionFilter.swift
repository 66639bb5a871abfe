/// Which lesions a list shows: an expression such as `vol<10 & !r2`.
///
///     expression  = term { "|" term }
///     term        = factor { "&" factor }
///     factor      = "!" factor | "(" expression ")" | comparison
///     comparison  = FIELD [ ("<" | "<=" | ">" | ">=" | "=" | "!=") VALUE ]
///
/// A field alone holds where it is more than zero or says something: `r2` is every lesion that rater 2 drew. A lesion
/// that has nothing in a field fails every comparison but `!=`. A slice equals all slices of a lesion; words match from
/// their start, comments anywhere, without regard to case.
public struct LesionFilter: Sendable, Hashable {
  /// As it was written.
  public let text: String
  private let root: Node

  indirect enum Node: Sendable, Hashable {
    case or(Node, Node)
    case and(Node, Node)
    case not(Node)
    case isSet(LesionField)
    case compare(LesionField, Comparison, Operand)
  }

  enum Comparison: String, Sendable, Hashable, CaseIterable {
    case lessOrEqual = "<="
    case moreOrEqual = ">="
    case notEqual = "!="
    case less = "<"
    case more = ">"
    case equal = "="
  }

  enum Operand: Sendable, Hashable {
    case number(Double)
    case word(String)
  }

  /// - Throws: where the expression is no filter, and why.
  public init(_ text: String) throws(LesionFilterError) {
    self.text = text
    var parser = LesionFilterParser(text)
    root = try parser.filter()
  }

  /// The raters, from 0, that the expression names.
  public var raters: Set<Int> { Self.raters(in: root) }

  private static func raters(in node: Node) -> Set<Int> {
    switch node {
    case .or(let a, let b), .and(let a, let b): raters(in: a).union(raters(in: b))
    case .not(let a): raters(in: a)
    case .isSet(let field), .compare(let field, _, _): Set([field.raterIndex].compactMap { $0 })
    }
  }

  /// What is wrong with a rater that the expression names, in a case of so many: of one who is not there every lesion would
  /// be one that he did not draw. Nil where all are there.
  public func lack(inCaseOf raterCount: Int) -> String? {
    raters.sorted().first { $0 >= max(2, raterCount) }
      .map { "there is no rater \($0 + 1) in this case: \(raterCount) mask\(raterCount == 1 ? "" : "s")" }
  }

  /// Whether a row passes.
  public func includes(_ row: LesionRow) -> Bool { Self.holds(root, row) }

  private static func holds(_ node: Node, _ row: LesionRow) -> Bool {
    switch node {
    case .or(let a, let b): holds(a, row) || holds(b, row)
    case .and(let a, let b): holds(a, row) && holds(b, row)
    case .not(let a): !holds(a, row)
    case .isSet(let field):
      switch field.value(in: row) {
      case .number(let value): value > 0
      case .range, .text: true
      case .missing: false
      }
    case .compare(let field, let comparison, let operand): compare(field, comparison, operand, row)
    }
  }

  private static func compare(
    _ field: LesionField, _ comparison: Comparison, _ operand: Operand, _ row: LesionRow
  ) -> Bool {
    switch (field.value(in: row), operand) {
    case (.number(let value), .number(let limit)): comparison.holds(value, limit)
    case (.range(let range), .number(let limit)): comparison.holds(range, limit)
    case (.text(let text), .word(let word)):
      matches(field, text.lowercased(), word.lowercased()) == (comparison == .equal)
    default: comparison == .notEqual
    }
  }

  private static func matches(_ field: LesionField, _ text: String, _ word: String) -> Bool {
    switch field {
    case .comment, .reason: text.contains(word)
    case .by: text == word.replacing(",", with: " ").replacing("+", with: " ")
    default: text.hasPrefix(word)
    }
  }
}

extension LesionFilter.Comparison {
  func holds(_ value: Double, _ limit: Double) -> Bool {
    switch self {
    case .less: value < limit
    case .lessOrEqual: value <= limit
    case .more: value > limit
    case .moreOrEqual: value >= limit
    case .equal: value == limit
    case .notEqual: value != limit
    }
  }

  /// A range compares by any of its members, and is equal to each of them.
  func holds(_ range: ClosedRange<Int>, _ limit: Double) -> Bool {
    let (lower, upper) = (Double(range.lowerBound), Double(range.upperBound))
    return switch self {
    case .less, .lessOrEqual: holds(lower, limit)
    case .more, .moreOrEqual: holds(upper, limit)
    case .equal: lower <= limit && limit <= upper
    case .notEqual: limit < lower || upper < limit
    }
  }
}

/// Where an expression is no filter, and why.
public struct LesionFilterError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The character the problem is at, counted from 1.
  public let position: Int
  /// What is wrong, without the place.
  public let problem: String

  /// One sentence with the place.
  public var description: String { "filter, character \(position): \(problem)" }
}
