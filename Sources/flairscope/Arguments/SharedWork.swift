import ArgumentParser
import Foundation
import VolumeModel

/// Items of one kind, cases or folds, that several programs do together in one folder. What is kept of an item is a JSON
/// document, from which the last program, or `--collect`, puts the whole together.
struct SharedWork<Kept: Codable> {
  /// The folder that the work writes into.
  let output: String
  /// One name an item, each once.
  let items: [String]
  let shards: ShardFolder

  /// - Parameters:
  ///   - setting: what the results depend on beside the items: another setting is another work.
  ///   - kind: of the items, in the plural, for messages.
  init(output: String, items: [String], setting: [String], kind: String) throws {
    if let twice = Dictionary(grouping: items, by: \.self).first(where: { $0.value.count > 1 })?.key {
      throw CommandFailure(
        .wrongUsage,
        "two \(kind) are called '\(twice)', so that their results cannot be told apart; name them otherwise")
    }
    self.output = output
    self.items = items
    shards = ShardFolder(in: output, items: items, setting: setting.joined(separator: "\n"))
  }

  /// Whether a shard has begun.
  var hasBegun: Bool { FileManager.default.fileExists(atPath: shards.path) }

  /// Refuses files that are in the way of what this work will write. Those that one of its programs has looked at before are
  /// its own from then on; one that is named for the first time, in a later command, is looked at then.
  /// - Parameter check: throws where the file or folder is in the way.
  func check(outputs paths: [String], _ check: (String) throws -> Void) throws {
    for path in paths where !isOwn(path) {
      do {
        try check(path)
      } catch {
        // Another program may have looked at it, and written it, meanwhile.
        if isOwn(path) { continue }
        throw error
      }
    }
    for path in paths where !isOwn(path) {
      let mark = mark(of: path)
      try OutputFolder.make(FilePath.folder(mark))
      try OutputFile.write([], to: mark, force: true)
    }
  }

  /// Beside the folder of the shards, which may not be there yet. Programs of one work may be started from several folders.
  private func mark(of path: String) -> String {
    let whole = URL(fileURLWithPath: path).standardizedFileURL.path
    return "\(output)/.\(shards.name)-outputs/\(SHA256.ofText(whole))"
  }

  private func isOwn(_ path: String) -> Bool { FileManager.default.fileExists(atPath: mark(of: path)) }

  /// Makes the folder ready for shards, so that they need not all do so at once, and has items that failed tried again.
  func prepare() throws {
    try OutputFolder.make(output)
    try shards.begin(items)
    try shards.retryFailed()
  }

  /// Does the items that this shard can claim, one after the other. One that fails is reported and left out.
  /// - Parameters:
  ///   - stop: what throws after this is raised ends the shard, and the item stays this shard's.
  ///   - work: of an item, by its number.
  func run(_ shard: Shard, stop: StopFlag? = nil, _ work: (Int) throws -> Kept) throws -> SharedResults<Kept> {
    try OutputFolder.make(output)
    var queue = try ShardQueue(items, in: shards, shard: shard)
    try queue.finishAll(onFileError: { error -> any Error in error }) { number in
      do {
        return .done(Array(try JSONEncoder().encode(try work(number))))
      } catch {
        guard stop?.signal == nil else { throw error }
        Messages.error("\(error)")
        return .failed("\(error)")
      }
    }
    return collected()
  }

  /// What is done by now.
  func collected() -> SharedResults<Kept> {
    var results = SharedResults<Kept>()
    let reasons = Dictionary(
      shards.status.failures.map { ($0.item, $0.reason) }, uniquingKeysWith: { first, _ in first })
    for (number, item) in items.enumerated() {
      if let content = shards.content(of: item) {
        do {
          results.entries.append((number, try JSONDecoder().decode(Kept.self, from: Data(content))))
        } catch {
          results.failures.append("\(item): what its shard wrote down cannot be read")
        }
      } else if let reason = reasons[item] {
        results.failures.append(reason)
      }
    }
    results.left = items.count - results.entries.count - results.failures.count
    return results
  }
}

/// What is there when a program has nothing more to do.
struct SharedResults<Kept: Codable> {
  /// The items that are done, in their order.
  var entries: [(number: Int, kept: Kept)] = []
  /// Why items failed, a sentence each, in their order.
  var failures: [String] = []
  /// How many items are neither.
  var left = 0

  /// What was kept of the items that are done.
  var kept: [Kept] { entries.map(\.kept) }
}

extension ClusterArguments {
  /// Whether one of several programs is meant, or what such programs have done.
  var isAsked: Bool { shard != nil || collects || submits || asksStatus }

  /// Says what other shards have still to do.
  /// - Returns: whether the results are to be shown: when nothing is left, or what there is was asked for.
  func reports<Kept>(_ results: SharedResults<Kept>, of count: Int, kind: String) -> Bool {
    guard results.left > 0 else { return true }
    if collects {
      Messages.error("\(results.left) of \(count) \(kind) are not done")
    } else {
      Messages.line("\(kind) left to other shards: \(results.left); the last one prints the results, or --collect")
    }
    return collects
  }
}
