/// The items that one shard works on, one after the other: those that it had claimed before it was ended, then its own, then
/// those that nobody else has begun.
public struct ShardQueue: Sendable {
  /// Where the claims lie.
  public let folder: ShardFolder
  /// Whose queue it is.
  public let shard: Shard
  private var resumed: ArraySlice<String>
  private var own: ArraySlice<String>
  private var listed: ArraySlice<String> = []
  private var lastListing: [String]?
  private let numbers: [String: Int]

  /// After so many claims that others were quicker for the listing is old. Without it a thousand programs that come to the
  /// end of a hundred thousand items ask for five million that are gone; with it for twelve thousand
  /// (Scripts/simulate-shards.py).
  private static let mostRefused = 4

  /// Lays out the items when no other shard has yet.
  /// - Parameter items: all items of the work, the same in every shard.
  public init(_ items: [String], in folder: ShardFolder, shard: Shard) throws(FileError) {
    self.folder = folder
    self.shard = shard
    numbers = Dictionary(items.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    try folder.begin(items)
    resumed = folder.claimed(by: shard)[...]
    own = shard.own(of: items)[...]
  }

  /// The next item, claimed for this shard; nil when nothing is left that is not another's.
  public mutating func next() throws(FileError) -> String? {
    while let item = resumed.popFirst() {
      guard folder.isDone(item) else { return item }
      // It was ended between the two steps of saying so.
      folder.drop(item, claimedBy: shard)
    }
    while let item = own.popFirst() {
      if try folder.claim(item, for: shard) { return item }
      // Others are at this shard's own part already, or it was done before: a listing tells what is left.
      own = []
    }
    var refused = 0
    while true {
      while refused < Self.mostRefused, let item = listed.popFirst() {
        guard try folder.claim(item, for: shard) else {
          refused += 1
          continue
        }
        lastListing = nil
        return item
      }
      refused = 0
      let waiting = folder.waiting
      // A listing that is no longer true and does not change comes from a cache.
      guard !waiting.isEmpty, waiting != lastListing else { return nil }
      lastListing = waiting
      listed = shard.rotated(waiting)[...]
    }
  }

  /// - Parameter content: what is to be kept of the item; nil when it lies elsewhere.
  public func finish(_ item: String, content: [UInt8]? = nil) throws(FileError) {
    try folder.finish(item, content: content, claimedBy: shard)
  }

  /// The item came to nothing; it is not tried again by itself.
  public func fail(_ item: String, reason: String) throws(FileError) {
    try folder.fail(item, reason: reason, claimedBy: shard)
  }

  /// What became of an item.
  public enum Outcome: Sendable {
    /// It is done, and what is to be kept of it; nil when that lies elsewhere.
    case done([UInt8]?)
    /// It came to nothing, for this reason.
    case failed(String)
  }

  /// Works on all items that this shard can claim, one after the other.
  /// - Parameters:
  ///   - failure: what an error of the folder is to the caller.
  ///   - work: of an item, by its number in the list. What it throws ends the shard, and the item stays this shard's.
  public mutating func finishAll<Failure: Error>(
    onFileError failure: (FileError) -> Failure, _ work: (_ number: Int) throws(Failure) -> Outcome
  ) throws(Failure) {
    while let entry = try nextListed(failure) {
      let outcome = try work(entry.place)
      do throws(FileError) {
        switch outcome {
        case .done(let content): try finish(entry.item, content: content)
        case .failed(let reason): try fail(entry.item, reason: reason)
        }
      } catch {
        throw failure(error)
      }
    }
  }

  /// The next item that is on the list of this program.
  private mutating func nextListed<Failure: Error>(
    _ failure: (FileError) -> Failure
  ) throws(Failure) -> (item: String, place: Int)? {
    do throws(FileError) {
      while let item = try next() {
        if let place = numbers[item] { return (item, place) }
      }
      return nil
    } catch {
      throw failure(error)
    }
  }

  /// Whether this shard was the last: it has the whole to put together. Two that end at the same moment may both be.
  public var isWholeWorkDone: Bool { folder.isComplete }
}
