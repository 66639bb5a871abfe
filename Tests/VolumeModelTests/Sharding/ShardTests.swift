import Testing
import VolumeModel

/// Which program of several takes which cells.
@Suite struct ShardTests {
  @Test(arguments: ["0/3", "4/3", "1/0", "1", "a/b", "1/2/3", "-1/3", "", "1/100001"])
  func isNoShard(_ text: String) { #expect(Shard(text) == nil) }

  @Test(arguments: [("1/1", 1, 1), ("3/16", 3, 16), ("16/16", 16, 16)])
  func isAShard(_ text: String, _ number: Int, _ count: Int) throws {
    let shard = try #require(Shard(text))
    #expect(shard.number == number && shard.count == count)
  }
}
