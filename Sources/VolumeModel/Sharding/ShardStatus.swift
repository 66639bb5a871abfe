/// How far the shards of a work are.
public struct ShardStatus: Sendable, Hashable {
  /// An item that a shard has begun.
  public struct Claim: Sendable, Hashable {
    /// The item.
    public let item: String
    /// The name of the shard, as in "3-of-16".
    public let shard: String

    /// Of how many shards it was one; nil for a name that is none.
    public var shardCount: Int? { shard.split(separator: "-").last.flatMap { Int($0) } }
  }

  /// An item that could not be done.
  public struct Failure: Sendable, Hashable {
    /// The item.
    public let item: String
    /// The sentence that it ended with.
    public let reason: String

    package init(item: String, reason: String) {
      self.item = item
      self.reason = reason
    }
  }

  /// Items that nobody has begun.
  public let waiting: Int
  /// Items in work, or left by a shard that was ended.
  public let claims: [Claim]
  /// Items that are done.
  public let done: Int
  /// Items that failed.
  public let failures: [Failure]

  /// All items.
  public var count: Int { waiting + claims.count + done + failures.count }
  /// Items that are neither done nor failed.
  public var left: Int { waiting + claims.count }
}
