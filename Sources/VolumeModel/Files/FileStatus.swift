import Glibc

/// What the file system says about a path, links followed.
struct FileStatus {
  let isRegularFile: Bool
  let isFolder: Bool
  let byteCount: Int
  private let device: UInt64
  private let node: UInt64

  private init(_ status: stat) {
    isRegularFile = status.st_mode & S_IFMT == S_IFREG
    isFolder = status.st_mode & S_IFMT == S_IFDIR
    byteCount = Int(status.st_size)
    device = UInt64(status.st_dev)
    node = UInt64(status.st_ino)
  }

  /// Nil when nothing can be reached under that path.
  init?(ofPath path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  init?(ofDescriptor descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  func isSameFile(as other: FileStatus) -> Bool { device == other.device && node == other.node }
}

extension FileError {
  /// Why a file cannot be opened for reading, in words, from `errno`.
  static func cannotOpen(_ path: String, code: Int32) -> FileError {
    switch code {
    case ENOENT, ENOTDIR: FileError(.notFound, path: path, problem: "no such file", advice: "check the name")
    case EACCES, EPERM:
      FileError(.notFound, path: path, problem: "permission denied", advice: "ask its owner for the right to read it")
    case ENAMETOOLONG: FileError(.notFound, path: path, problem: "the name is too long")
    case ELOOP: FileError(.notFound, path: path, problem: "a link that leads in circles")
    default: FileError(.transferFailed, path: path, problem: "cannot be opened (\(reason(code)))")
    }
  }

  static func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}
