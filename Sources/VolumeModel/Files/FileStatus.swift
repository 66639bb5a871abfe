import Glibc

/// What a file is, whatever name or link leads to it: its device and its number there.
struct FileIdentity: Hashable, Sendable {
  fileprivate let device: UInt64
  fileprivate let node: UInt64

  /// Nil when nothing can be reached under that path.
  init?(ofPath path: String) {
    guard let status = FileStatus(ofPath: path) else { return nil }
    self = status.identity
  }

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
  }
}

/// What the file system says about a path, links followed.
struct FileStatus {
  let isRegularFile: Bool
  let isFolder: Bool
  let byteCount: Int
  let identity: FileIdentity

  private init(_ status: stat) {
    isRegularFile = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    byteCount = Int(status.st_size)
    identity = FileIdentity(status)
  }

  /// Nil when nothing can be reached under that path.
  init?(ofPath path: String) {
    var status = stat()
    guard path.withPath({ stat($0, &status) }) == 0 else { return nil }
    self.init(status)
  }

  init?(ofDescriptor descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }
}

extension FileError {
  /// Why a file cannot be opened for reading, in words, from `errno`.
  static func cannotOpen(_ path: String, code: Int32) -> FileError {
    switch code {
    case ENOENT where danglingTarget(path) != nil: missingContent(path, target: danglingTarget(path) ?? "")
    case ENOENT, ENOTDIR: FileError(.notFound, path: path, problem: "no such file", advice: "check the name")
    case EACCES, EPERM:
      FileError(.notFound, path: path, problem: "permission denied", advice: "ask its owner for the right to read it")
    case ENAMETOOLONG: FileError(.notFound, path: path, problem: "the name is too long")
    case ELOOP: FileError(.notFound, path: path, problem: "a link that leads in circles")
    default: FileError(.transferFailed, path: path, problem: "cannot be opened (\(reason(code)))")
    }
  }

  /// What a link leads to, when that is not there.
  private static func danglingTarget(_ path: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { start in path.withPath { readlink($0, start, bytes.count) } } ?? -1
    }
    return count > 0 ? String(pathBytes: buffer.prefix(count)) : nil
  }

  /// A link whose content was not brought here. git-annex and DataLad leave such links in the place of data.
  private static func missingContent(_ path: String, target: String) -> FileError {
    target.contains(".git/annex/")
      ? FileError(.notFound, path: path, problem: "its content is not here", advice: "git annex get \(path)")
      : FileError(
        .notFound, path: path, problem: "no such file: a link to \(target), which is not there",
        advice: "bring the file, or correct the link")
  }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
