import Glibc

/// What tells that a file is no longer what was read: another file in its place, another size, a later change.
struct FileStamp: Hashable, Sendable {
  private let identity: FileIdentity
  private let byteCount: Int
  private let seconds: Int
  private let nanoseconds: Int

  /// Nil when nothing can be reached under that path.
  init?(ofPath path: String) {
    var status = stat()
    guard path.withPath({ stat($0, &status) }) == 0 else { return nil }
    identity = FileIdentity(status)
    byteCount = Int(status.st_size)
    seconds = status.st_mtim.tv_sec
    nanoseconds = status.st_mtim.tv_nsec
  }
}

extension FileStamp {
  /// Size and time of the last change: what tells one state of a file from another on every machine that sees it.
  var words: String { "\(byteCount) bytes, \(seconds).\(nanoseconds)" }
}

/// Files as they were at one moment, to be looked at again later.
public struct FileStamps: Sendable {
  private let paths: [String]
  private let stamps: [String: FileStamp]

  /// Notes how files are now; those that cannot be reached are not watched.
  public init(of paths: [String]) {
    self.paths = paths
    stamps = Dictionary(
      paths.compactMap { path in FileStamp(ofPath: path).map { (path, $0) } }, uniquingKeysWith: { first, _ in first })
  }

  /// How a file is now, in words that change when it does; "missing" where nothing can be reached.
  package static func words(ofPath path: String) -> String { FileStamp(ofPath: path)?.words ?? "missing" }

  /// The files that were written, replaced or removed since, in the order given.
  public func changedFiles() -> [String] {
    paths.filter { path in stamps[path].map { $0 != FileStamp(ofPath: path) } ?? false }
  }
}
