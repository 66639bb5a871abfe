/// Sets of the numbers from 0 on that are joined two by two (Tarjan, J. ACM 22:215, 1975). A set is known by its least number.
struct DisjointSets {
  private var parents: [Int32]

  /// Each number in a set of its own.
  init(count: Int) { parents = (0..<Int32(count)).map { $0 } }

  /// The least number of the set of a number.
  mutating func root(_ number: Int32) -> Int32 {
    var number = number
    while parents[Int(number)] != number {
      parents[Int(number)] = parents[Int(parents[Int(number)])]
      number = parents[Int(number)]
    }
    return number
  }

  /// Joins the sets of two numbers.
  /// - Returns: the root that stays and the one that goes; nil when both were in one set.
  @discardableResult
  mutating func join(_ first: Int32, _ second: Int32) -> (kept: Int32, gone: Int32)? {
    let (a, b) = (root(first), root(second))
    guard a != b else { return nil }
    let (kept, gone) = (min(a, b), max(a, b))
    parents[Int(gone)] = kept
    return (kept, gone)
  }
}
