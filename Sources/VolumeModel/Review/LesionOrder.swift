/// What the lesion list is sorted by. Lesions that have nothing in the field come last; ties keep the order of numbers.
public struct LesionOrder: Sendable, Hashable {
  /// What is sorted by.
  public var field: LesionField
  /// Whether the largest come first.
  public var isDescending: Bool

  /// Numbers largest first, words and places in their usual order.
  public init(_ field: LesionField, isDescending: Bool? = nil) {
    self.field = field
    self.isDescending = isDescending ?? !(field.isText || field == .id || field == .slice)
  }

  /// The volume of disagreement, worst first.
  public static let worstFirst = LesionOrder(.dis)

  /// `vol`, or `-vol` for the other way round.
  public init?(_ text: String) {
    let isReversed = text.hasPrefix("-")
    guard let field = LesionField(rawValue: isReversed ? String(text.dropFirst()) : text) else { return nil }
    self.init(field)
    if isReversed { isDescending.toggle() }
  }

  /// The rows in this order; equal ones keep theirs.
  public func sorted(_ rows: [LesionRow]) -> [LesionRow] {
    if !field.isText, field != .slice { return sortedByNumber(rows) }
    return rows.map { (row: $0, value: field.value(in: $0)) }
      .sorted { a, b in
        if (a.value == .missing) != (b.value == .missing) { return b.value == .missing }
        if Self.comesBefore(a.value, b.value) { return !isDescending }
        if Self.comesBefore(b.value, a.value) { return isDescending }
        return a.row.id < b.row.id
      }
      .map(\.row)
  }

  private func sortedByNumber(_ rows: [LesionRow]) -> [LesionRow] {
    let keys = rows.map { row -> (value: Double, id: Int) in
      // What is missing comes last, whichever way round.
      guard case .number(let value) = field.value(in: row), !value.isNaN else { return (.infinity, row.id) }
      return (isDescending ? -value : value, row.id)
    }
    return rows.indices.sorted { (keys[$0].value, keys[$0].id) < (keys[$1].value, keys[$1].id) }.map { rows[$0] }
  }

  private static func comesBefore(_ a: LesionField.Value, _ b: LesionField.Value) -> Bool {
    switch (a, b) {
    case (.number(let a), .number(let b)): a < b
    case (.range(let a), .range(let b)): (a.lowerBound, a.upperBound) < (b.lowerBound, b.upperBound)
    case (.text(let a), .text(let b)): a < b
    default: false
    }
  }
}
