internal import Glibc

/// Bytes to the terminal, past every buffer.
enum TerminalOutput {
  /// Writes all bytes; false when the terminal is gone.
  @discardableResult
  static func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = Glibc.write(1, buffer.baseAddress.map { $0 + sent }, buffer.count - sent)
        if count > 0 {
          sent += count
        } else if errno == EAGAIN {
          var output = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
          if poll(&output, 1, 1000) > 0, output.revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { return false }
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  /// Whether bytes wait in the kernel, or no more fit.
  static var isBusy: Bool {
    var output = pollfd(fd: 1, events: Int16(POLLOUT), revents: 0)
    return poll(&output, 1, 0) == 0
  }
}
