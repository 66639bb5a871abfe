internal import CNCurses
internal import Glibc

/// Signals as bytes in a pipe, so that the event loop answers them in its own time.
final class SignalPipe {
  let descriptor: Int32
  private let writeDescriptor: Int32

  init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard nc_pipe(&ends) == 0 else { throw .systemCall("pipe", reason: String(cString: strerror(errno))) }
    descriptor = ends[0]
    writeDescriptor = ends[1]
    nc_signals_watch(writeDescriptor)
  }

  deinit {
    nc_signals_unwatch()
    close(descriptor)
    close(writeDescriptor)
  }

  /// The signals since the last call, in order.
  func drain() -> [Int32] { Self.empty(descriptor).map(Int32.init) }

  /// Reads a non-blocking pipe until it is empty.
  @discardableResult
  static func empty(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 256)
    while true {
      let count = read(descriptor, &block, block.count)
      if count > 0 { bytes += block[..<count] } else if count == 0 || errno != EINTR { return bytes }
    }
  }
}
