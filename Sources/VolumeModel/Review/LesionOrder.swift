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
    let chosen = chosen.sorted { rows[$0].record.id < rows[$1].record.id }
    var sort = StableRadixSort(count: chosen.count)
    sort.sort(by: field.isText ? textKeys(rows, chosen) : numberKeys(rows, chosen))
    return sort.order.map { chosen[Int($0)] }
  }

  /// What a lesion without anything in the field is sorted by: last, whichever way round.
  private static let missingKey = UInt64.max

  private func numberKeys(_ rows: [LesionRow], _ chosen: [Int]) -> [UInt64] {
    // Read in place: copying a row costs more than its key.
    rows.withUnsafeBufferPointer { rows in
      chosen.map { place in
        let number = Self.number(field.value(in: rows[place]))
        return number.isNaN ? Self.missingKey : (isDescending ? -number : number).ascendingSortKey
      }
    }
  }

  /// A range by its lower end, then by its upper one.
  private static func number(_ value: LesionField.Value) -> Double {
    switch value {
    case .number(let number): number
    case .range(let range): Double(range.lowerBound) * 1e6 + Double(range.upperBound)
    case .text, .missing: .nan
    }
  }

  private func textKeys(_ rows: [LesionRow], _ chosen: [Int]) -> [UInt64] {
    let texts = chosen.map { place -> String? in
      if case .text(let text) = field.value(in: rows[place]) { text } else { nil }
    }
    // Many lesions share few words.
    let words = Set(texts.compactMap { $0 }).sorted()
    let ranks = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    return texts.map { text in
      guard let rank = text.flatMap({ ranks[$0] }) else { return Self.missingKey }
      return UInt64(isDescending ? words.count - 1 - rank : rank)
    }
  }
}
