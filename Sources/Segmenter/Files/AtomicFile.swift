internal import Foundation

/// What the operating system answered to a write.
struct FileWriteError: Error, CustomStringConvertible {
  let description: String
}

/// Files that appear whole or not at all.
enum AtomicFile {
  /// Writes beside the target, flushes to disk, renames; a crash or a full disk leaves no half file.
  static func write(_ bytes: Data, to path: String) throws(FileWriteError) {
    let temporary = "\(path).tmp-\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw FileWriteError(description: lastSystemError()) }
    var failure: String?
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, failure == nil {
        let written = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
        if written > 0 {
          done += written
        } else if written < 0 && errno == EINTR {
          continue
        } else {
          failure = lastSystemError()
        }
      }
    }
    if failure == nil, fsync(descriptor) != 0, errno != EINVAL { failure = lastSystemError() }
    if close(descriptor) != 0, failure == nil { failure = lastSystemError() }
    if failure == nil, rename(temporary, path) != 0 { failure = lastSystemError() }
    if let failure {
      unlink(temporary)
      throw FileWriteError(description: failure)
    }
  }
}

/// The sentence of the last failed system call.
func lastSystemError() -> String { String(cString: strerror(errno)) }
