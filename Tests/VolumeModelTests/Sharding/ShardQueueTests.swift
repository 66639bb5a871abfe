import Foundation
import Testing
import VolumeModel

/// Which program of several works on what, and what is left when one of them is ended.
@Suite struct ShardQueueTests {
  private let items = (1...10).map { "item-\($0)" }
  private let scratch: TemporaryFolder
  private var folder: ShardFolder { ShardFolder(in: scratch.path, items: items) }

  init() throws { scratch = try TemporaryFolder() }

  private func queue(_ text: String) throws -> ShardQueue {
    try ShardQueue(items, in: folder, shard: try #require(Shard(text)))
  }

  @Test func aShardTakesItsOwnAndThenWhatIsLeft() throws {
    var first = try queue("1/3")
    var taken: [String] = []
    while let item = try first.next() {
      taken.append(item)
      try first.finish(item)
    }
    #expect(taken.prefix(4) == ["item-1", "item-4", "item-7", "item-10"])
    #expect(Set(taken) == Set(items) && taken.count == 10)
    #expect(first.isWholeWorkDone && folder.status.done == 10)
  }

  @Test func everyItemIsTakenOnceWhoeverIsQuick() throws {
    var queues = try (1...4).map { try queue("\($0)/4") }
    var taken: [String] = []
    // The second is five times as quick as the others.
    for number in Array(repeating: [0, 1, 1, 1, 1, 1, 2, 3], count: 5).joined() {
      guard let item = try queues[number].next() else { continue }
      taken.append(item)
      try queues[number].finish(item)
    }
    #expect(taken.sorted() == items.sorted())
  }

  @Test func whatAnEndedShardHadClaimedIsItsOwnWhenItComesBack() throws {
    var first = try queue("1/2")
    let begun = try #require(try first.next())
    var second = try queue("2/2")
    var others: [String] = []
    while let item = try second.next() {
      others.append(item)
      try second.finish(item)
    }
    #expect(!others.contains(begun) && others.count == 9)
    #expect(!second.isWholeWorkDone && second.folder.status.claims.map(\.item) == [begun])
    var again = try queue("1/2")
    #expect(try again.next() == begun)
    try again.finish(begun, content: [1, 2, 3])
    #expect(try again.next() == nil && again.isWholeWorkDone)
    #expect(folder.content(of: begun) == [1, 2, 3])
  }

  private struct Stop: Error {}

  @Test func allItemsAreFinishedOrFail() throws {
    var first = try queue("1/2")
    try first.finishAll(onFileError: { error -> any Error in error }) { number in
      number == 3 ? .failed("no image") : .done([UInt8(number)])
    }
    #expect(first.isWholeWorkDone && folder.status.done == 9)
    #expect(folder.status.failures == [ShardStatus.Failure(item: "item-4", reason: "no image")])
    #expect(folder.content(of: "item-6") == [5])
  }

  /// What the work throws ends the shard, and the item stays claimed.
  @Test func aStopLeavesTheItemToTheSameShard() throws {
    var first = try queue("1/2")
    #expect(throws: Stop.self) {
      try first.finishAll(onFileError: { error -> any Error in error }) { number in
        if number == 2 { throw Stop() }
        return .done(nil)
      }
    }
    #expect(folder.status.done == 1 && folder.status.claims.map(\.item) == ["item-3"])
    var again = try queue("1/2")
    #expect(try again.next() == "item-3")
  }

  /// Ended after it had written what came out, and before it had given up the claim.
  @Test func anItemThatIsDoneIsNotDoneAgain() throws {
    var first = try queue("1/2")
    let begun = try #require(try first.next())
    try first.finish(begun, content: [7])
    try Data().write(to: URL(fileURLWithPath: "\(folder.path)/claimed/\(begun).1-of-2"))
    var again = try queue("1/2")
    #expect(try again.next() != begun)
    #expect(folder.content(of: begun) == [7])
    #expect(!folder.status.claims.contains { $0.item == begun })
  }

  @Test func whatFailedIsToldAndTriedAgainOnRequestAlone() throws {
    var only = try queue("1/1")
    while let item = try only.next() {
      if item == "item-3" {
        try only.fail(item, reason: "the loss was\nno longer finite")
      } else {
        try only.finish(item)
      }
    }
    let status = folder.status
    #expect(status.failures.map(\.item) == ["item-3"] && !status.failures[0].reason.contains("\n"))
    #expect(status.left == 0 && status.count == 10)
    var again = try queue("1/1")
    #expect(try again.next() == nil)
    try folder.retryFailed()
    #expect(try again.next() == "item-3")
  }

  @Test func moreItemsAreAnotherWork() throws {
    #expect(ShardFolder(in: "out", items: items).path != ShardFolder(in: "out", items: items + ["item-11"]).path)
    #expect(ShardFolder(in: "out", items: items, setting: "a").path != ShardFolder(in: "out", items: items).path)
  }

  @Test func theFolderOfTheLastWorkIsFound() throws {
    #expect(ShardFolder.latest(in: scratch.path) == nil)
    _ = try queue("1/2")
    #expect(ShardFolder.latest(in: scratch.path) == folder)
  }

  @Test func whatAnotherProgramHasDoneIsSettled() throws {
    var first = try queue("1/2")
    let begun = try #require(try first.next())
    try folder.settle(items)
    #expect(folder.status.done == 10 && folder.status.left == 0)
    #expect(folder.content(of: begun) != nil)
  }

  @Test func aFolderThatCannotBeWrittenIsAnError() throws {
    let file = scratch.path + "/file"
    try Data().write(to: URL(fileURLWithPath: file))
    #expect(throws: FileError.self) {
      _ = try ShardQueue(items, in: ShardFolder(in: file, items: items), shard: try #require(Shard("1/2")))
    }
  }
}
