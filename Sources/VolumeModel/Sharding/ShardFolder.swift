internal import Foundation
internal import Glibc

/// Where several programs keep which item of a work is whose. It has four folders with a file for each item: `todo` for
/// those that nobody has begun, `claimed` for those that a shard has (its name follows the item's), `done` and `failed` (with
/// the reason). A file goes from one folder to the next by a rename, which one program alone can do, on a network file system
/// too; there are no locks.
public struct ShardFolder: Sendable, Hashable {
  /// Of the folder, below the work's own.
  public let path: String

  private static let prefix = "shards-"

  /// Of the folder, without where it lies.
  public var name: String { FilePath.lastComponent(path) }

  /// The folder of a work, whose name follows from the items: where there are more of them later, it is another work.
  /// - Parameters:
  ///   - parent: the folder that the work writes into.
  ///   - items: names that can stand as file names.
  ///   - setting: what else tells one work from another.
  public init(in parent: String, items: [String], setting: String = "") {
    path = "\(parent)/\(Self.prefix)\(SHA256.ofText(setting + "\n" + items.joined(separator: "\n")).prefix(12))"
  }

  private init(path: String) { self.path = path }

  /// The folder below `parent` that was worked in last; nil when no shards were.
  public static func latest(in parent: String) -> ShardFolder? {
    let found = (FolderEntries(of: parent)?.list ?? []).filter { $0.kind == .folder && $0.name.hasPrefix(prefix) }
    let dated = found.map { ShardFolder(path: "\(parent)/\($0.name)") }.map { ($0, $0.lastChange) }
    return dated.max { $0.1 < $1.1 }?.0
  }

  /// Whether the name is that of such a folder, or of one that is being laid out.
  public static func isName(_ name: String) -> Bool { name.hasPrefix(prefix) || name.hasPrefix("." + prefix) }

  /// Lays out the items that nobody has begun, once for all shards: under another name, which is then changed, and only
  /// the first program succeeds in that.
  public func begin(_ items: [String]) throws(FileError) {
    guard FileStatus(ofPath: path) == nil else { return }
    let (parent, name) = (FilePath.folder(path), FilePath.lastComponent(path))
    let draft = "\(parent)/.\(name)-\(UUID().uuidString)"
    for place in Place.allCases { try OutputFolder.make("\(draft)/\(place.rawValue)") }
    for item in items {
      let file = "\(draft)/\(Place.todo.rawValue)/\(item)"
      let descriptor = file.withPath { open($0, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666) }
      guard descriptor >= 0 else { throw Self.failure(file, errno) }
      close(descriptor)
    }
    guard draft.withPath({ from in path.withPath { rename(from, $0) } }) != 0 else { return }
    let code = errno
    try? FileManager.default.removeItem(atPath: draft)
    guard FileStatus(ofPath: path)?.isFolder == true else { throw Self.failure(path, code) }
  }

  // MARK: One item

  /// - Returns: whether the item is the shard's now. It is not when another one was quicker.
  func claim(_ item: String, for shard: Shard) throws(FileError) -> Bool {
    let claim = file(.claimed, claimName(item, shard.name))
    if try move(file(.todo, item), to: claim) { return true }
    // A server may carry out a rename and lose its answer, so what counts is where the file is.
    return FileStatus(ofPath: claim) != nil
  }

  func finish(_ item: String, content: [UInt8]?, claimedBy shard: Shard) throws(FileError) {
    guard let content else {
      _ = try move(file(.claimed, claimName(item, shard.name)), to: file(.done, item))
      return
    }
    try OutputFile.write(content, to: file(.done, item), force: true)
    drop(item, claimedBy: shard)
  }

  func drop(_ item: String, claimedBy shard: Shard) {
    _ = file(.claimed, claimName(item, shard.name)).withPath { unlink($0) }
  }

  func fail(_ item: String, reason: String, claimedBy shard: Shard) throws(FileError) {
    try OutputFile.write(Array(reason.utf8), to: file(.failed, item), force: true)
    drop(item, claimedBy: shard)
  }

  /// Has the items that failed tried again.
  public func retryFailed() throws(FileError) {
    for item in names(.failed) { _ = try move(file(.failed, item), to: file(.todo, item)) }
  }

  /// Takes note of items that a program without a shard has done. Nothing happens where no shards were at work.
  public func settle(_ items: [String]) throws(FileError) {
    guard FileStatus(ofPath: path) != nil else { return }
    let done = Set(items)
    for item in names(.todo) + names(.failed) where done.contains(item) {
      _ = try move(file(.todo, item), to: file(.done, item))
      _ = file(.failed, item).withPath { unlink($0) }
    }
    for claim in claims where done.contains(claim.item) {
      _ = try move(file(.claimed, claimName(claim.item, claim.shard)), to: file(.done, claim.item))
    }
  }

  // MARK: All items

  /// What a shard wrote down of an item that is done; nil while it is not.
  public func content(of item: String) -> [UInt8]? {
    FileManager.default.contents(atPath: file(.done, item)).map(Array.init)
  }

  /// Where every item stands.
  public var status: ShardStatus {
    let failures = names(.failed).map { item in
      let text = FileManager.default.contents(atPath: file(.failed, item)).map { String(decoding: $0, as: UTF8.self) }
      return ShardStatus.Failure(item: item, reason: (text ?? "").visibleOnOneLine)
    }
    return ShardStatus(waiting: names(.todo).count, claims: claims, done: names(.done).count, failures: failures)
  }

  /// Whether nothing is to do and nobody is at work.
  var isComplete: Bool { names(.todo).isEmpty && names(.claimed).isEmpty }

  var waiting: [String] { names(.todo) }

  func claimed(by shard: Shard) -> [String] { claims.filter { $0.shard == shard.name }.map(\.item) }

  func isDone(_ item: String) -> Bool { FileStatus(ofPath: file(.done, item)) != nil }

  private var claims: [ShardStatus.Claim] {
    names(.claimed).compactMap { name in
      guard let point = name.lastIndex(of: ".") else { return nil }
      return ShardStatus.Claim(item: String(name[..<point]), shard: String(name[name.index(after: point)...]))
    }
  }

  // MARK: Files

  private enum Place: String, CaseIterable { case todo, claimed, done, failed }

  private func file(_ place: Place, _ name: String) -> String { "\(path)/\(place.rawValue)/\(name)" }

  private func claimName(_ item: String, _ shard: String) -> String { "\(item).\(shard)" }

  /// Hidden files are those that are being written.
  private func names(_ place: Place) -> [String] {
    (FolderEntries(of: "\(path)/\(place.rawValue)")?.list ?? []).map(\.name).filter { !$0.hasPrefix(".") }
  }

  private var lastChange: Date {
    Place.allCases.compactMap { place in
      try? FileManager.default.attributesOfItem(atPath: "\(path)/\(place.rawValue)")[.modificationDate] as? Date
    }.max() ?? .distantPast
  }

  /// - Returns: false when there is no such file any more.
  private func move(_ from: String, to: String) throws(FileError) -> Bool {
    if from.withPath({ old in to.withPath { rename(old, $0) } }) == 0 { return true }
    guard errno == ENOENT else { throw Self.failure(to, errno) }
    return false
  }

  private static func failure(_ path: String, _ code: Int32) -> FileError {
    FileError(
      .transferFailed, path: path, problem: "cannot be written (\(FileError.reason(code)))",
      advice: "check the folder's rights and space, and start the same command again")
  }
}
