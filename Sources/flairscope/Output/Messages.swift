import Foundation
import VolumeModel

/// Lines for people. Standard output is for results alone.
enum Messages {
  /// `flairscope: FILE: what is wrong; what to do` on standard error.
  static func error(_ sentence: String) { line("flairscope: \(sentence)") }

  /// A remark that does not stop the work.
  static func note(_ sentence: String) { line("flairscope: note: \(sentence)") }

  /// The last word of a command on many cases: notes on the others have followed what was said of those that failed.
  static func leftOut(_ count: Int, of all: Int) {
    if count > 0, all > 1 { error("\(count) of \(all) cases \(count == 1 ? "was" : "were") left out, as said above") }
  }

  /// Writes one line to standard error, whatever line ends a name may hold; a closed standard error is no reason to fail.
  static func line(_ text: String) { paragraph(text.visibleOnOneLine) }

  /// Writes lines to standard error.
  static func paragraph(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text.visible + "\n").utf8))
  }
}

extension DefaultStringInterpolation {
  /// The name of a file, a case or a person among the words of a result: on one line, whatever it holds.
  mutating func appendInterpolation(name: String) { appendLiteral(name.visibleOnOneLine) }
}

/// Results for standard output.
enum Results {
  /// Writes text; what could steer a terminal is made visible.
  /// - Throws: `transferFailed` when standard output takes no more, as on a full disk.
  static func write(_ text: String) throws(FileError) { try writeUnchanged(text.visible) }

  /// Writes text with the sequences that colour it: for pictures that were drawn here, never for what a file holds.
  static func writeUnchanged(_ text: String) throws(FileError) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
    } catch {
      if hasNoReader { endWithoutReader() }
      throw FileError(.transferFailed, path: "standard output", problem: "could not be written")
    }
  }

  /// Whether standard output is a pipe whose other end was closed.
  private static var hasNoReader: Bool {
    var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    return poll(&output, 1, 0) == 1 && output.revents & Int16(POLLERR) != 0
  }

  /// Ends as other programs do whose reader has seen enough: without a word, with the status of SIGPIPE.
  private static func endWithoutReader() -> Never {
    OutputFile.removeUnfinished()
    _exit(128 + SIGPIPE)
  }
}
