import Glibc

/// Small text files, read whole.
enum TextFile {
  /// The text of a small file.
  /// - Parameter holdsNames: whether bytes that are no UTF-8 are kept, as in names of files.
  static func read(_ path: String, mostBytes: Int, holdsNames: Bool = false) throws(FileError) -> String {
    guard let status = FileStatus(ofPath: path) else { throw FileError.cannotOpen(path, code: ENOENT) }
    guard status.isRegularFile else { throw FileError(.notFound, path: path, problem: "is not a text file") }
    guard status.byteCount <= mostBytes else {
      throw FileError(.badData, path: path, problem: "is too large for a list")
    }
    guard let bytes = bytes(of: path, mostBytes: mostBytes) else { throw FileError.cannotOpen(path, code: EACCES) }
    if holdsNames { return String(pathBytes: bytes) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw FileError(.badData, path: path, problem: "is not UTF-8 text")
    }
    return text
  }

  /// The bytes of a small file; nil when it cannot be read or is larger.
  static func bytes(of path: String, mostBytes: Int) -> [UInt8]? {
    let descriptor = path.withPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let status = FileStatus(ofDescriptor: descriptor), status.isRegularFile, status.byteCount <= mostBytes else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: status.byteCount)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled)
      }
      guard count > 0 else { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }
}
