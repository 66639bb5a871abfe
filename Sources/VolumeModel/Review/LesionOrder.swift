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
    places(in: rows, among: Array(rows.indices)).map { rows[$0] }
  }

  /// Places of rows in this order; equal ones are in the order of their numbers.
  /// - Parameter chosen: the places to put in order.
  public func places(in rows: [LesionRow], among chosen: [Int]) -> [Int] {
    field.isText ? placesByText(rows, chosen) : placesByNumber(rows, chosen)
  }

  private struct Key<Value> {
    let value: Value
    let id: Int
    let place: Int
  }

  private func placesByNumber(_ rows: [LesionRow], _ chosen: [Int]) -> [Int] {
    // Read in place: copying a row costs more than its key.
    var keys = rows.withUnsafeBufferPointer { rows in
      chosen.map { place in
        // What is missing comes last, whichever way round.
        let number = Self.number(field.value(in: rows[place]))
        let value = number.isNaN ? .infinity : isDescending ? -number : number
        return Key(value: value, id: rows[place].record.id, place: place)
      }
    }
    keys.sort { a, b in a.value != b.value ? a.value < b.value : a.id < b.id }
    return keys.map(\.place)
  }

  /// A range by its lower end, then by its upper one.
  private static func number(_ value: LesionField.Value) -> Double {
    switch value {
    case .number(let number): number
    case .range(let range): Double(range.lowerBound) * 1e6 + Double(range.upperBound)
    case .text, .missing: .nan
    }
  }

  private func placesByText(_ rows: [LesionRow], _ chosen: [Int]) -> [Int] {
    let keys = chosen.map { place in
      let text: String? = if case .text(let text) = field.value(in: rows[place]) { text } else { nil }
      return Key(value: text, id: rows[place].id, place: place)
    }
    return keys.sorted { a, b in
      guard let first = a.value, let second = b.value else {
        return a.value == nil && b.value == nil ? a.id < b.id : b.value == nil
      }
      return first == second ? a.id < b.id : (first < second) != isDescending
    }.map(\.place)
  }
}
