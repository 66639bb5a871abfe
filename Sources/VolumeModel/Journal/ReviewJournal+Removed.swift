import Glibc

/// A journal that was removed while it is open is written again, since what it held is still there as long as it is open:
/// else every verdict so far would be gone with the program.
extension ReviewJournal {
  /// Puts what the journal held under its name again, where no file is now, and goes on with that file.
  func writeAgain() throws(FileError) {
    func failure(_ code: Int32) -> FileError {
      FileError(
        .transferFailed, path: path,
        problem: "the journal was removed while it was open, and cannot be written again (\(FileError.reason(code)))",
        advice: "put it back under its name, or make its folder one that can be written to")
    }
    try Self.makeFolder(of: path)
    let file = path.withPath { open($0, O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
    guard file >= 0 else { throw failure(errno) }
    defer { Glibc.close(file) }
    let isLocked = flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
    var code = isLocked ? copyContents(to: file) : EWOULDBLOCK
    // The number stays, so that whoever holds it goes on with the new file.
    if code == 0, dup2(file, descriptor) < 0 || fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0 { code = errno }
    guard code == 0 else {
      // A part of a journal would pass for all of it.
      _ = path.withPath { unlink($0) }
      throw failure(code)
    }
  }

  /// Returns 0, or the error.
  private func copyContents(to file: Int32) -> Int32 {
    withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 16) { buffer in
      var position = 0
      while true {
        let count = pread(descriptor, buffer.baseAddress, buffer.count, position)
        if count == 0 { return fsync(file) == 0 || errno == EINVAL || errno == ENOSYS ? 0 : errno }
        guard count > 0 else { return errno }
        var written = 0
        while written < count {
          let more = Glibc.write(file, buffer.baseAddress.map { $0 + written }, count - written)
          guard more > 0 else { return more < 0 ? errno : ENOSPC }
          written += more
        }
        position += count
      }
    }
  }
}
