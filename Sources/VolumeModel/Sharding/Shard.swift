/// The part of a work that one of several programs does, as in "3/16".
public struct Shard: Sendable, Hashable {
  /// From 1.
  public let number: Int
  /// How many programs there are.
  public let count: Int

  /// - Parameter text: `K/N`, K from 1 to N.
  /// - Returns: nil for anything else.
  public init?(_ text: String) {
    let fields = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard fields.count == 2, let number = fields[0], let count = fields[1], count <= 100_000,
      (1...max(count, 1)) ~= number,
      count > 0
    else { return nil }
    self.number = number
    self.count = count
  }

  /// Whose a claim is. The same shard, started again, takes up what it had claimed.
  public var name: String { "\(number)-of-\(count)" }

  /// The items that this shard looks at first: every `count`th.
  func own<Item>(of items: [Item]) -> [Item] {
    stride(from: number - 1, to: items.count, by: count).map { items[$0] }
  }

  /// The same items, begun at a place of this shard's own, so that many shards that look for what is left do not all
  /// reach for the same item.
  func rotated<Item>(_ items: [Item]) -> [Item] {
    let start = items.count * (number - 1) / count
    return Array(items[start...] + items[..<start])
  }
}
