/// The part of an experiment's cells that one of several programs works on, as in "3/16".
public struct ExperimentShard: Sendable, Hashable {
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
  var name: String { "\(number)-of-\(count)" }

  /// The order in which this shard looks at cells: its own first, every `count`th of them, then those that others have
  /// not begun.
  func order(of cells: Int) -> [Int] {
    let own = (0..<cells).filter { $0 % count == number - 1 }
    return own + (0..<cells).filter { $0 % count != number - 1 }
  }
}
