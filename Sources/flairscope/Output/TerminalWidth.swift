import Foundation

/// How wide the terminal is that something is written to.
enum TerminalWidth {
  /// Columns of the terminal behind a descriptor; nil for a file or a pipe, and where the terminal does not say.
  static func of(_ descriptor: Int32) -> Int? {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
  }
}
