import Foundation
import VolumeModel

/// A few lines at the end of a terminal's output that are drawn anew in place, on standard error.
struct LiveLines {
  private var shown = 0
  private var lastDrawn = ContinuousClock.now - .seconds(1)

  /// Columns of the terminal; 80 when it does not say.
  static var columns: Int { TerminalWidth.of(STDERR_FILENO) ?? 80 }

  /// Shows lines in place of those before; ten times a second is as much as an eye reads and a slow connection carries.
  mutating func show(_ lines: [String], atOnce: Bool = false) {
    guard atOnce || ContinuousClock.now - lastDrawn > .milliseconds(100) else { return }
    lastDrawn = .now
    write(upToStart + lines.map { $0.visible + "\r\n" }.joined())
    shown = lines.count
  }

  /// Takes the lines away, so that what follows takes their place.
  mutating func clear() {
    if shown > 0 { write(upToStart) }
    shown = 0
  }

  private var upToStart: String { (shown > 0 ? "\u{1B}[\(shown)A" : "") + "\r\u{1B}[J" }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
