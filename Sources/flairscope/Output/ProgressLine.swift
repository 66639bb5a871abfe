import Foundation
import VolumeModel

/// How far long work has come: one line that is rewritten on a terminal, and a plain line every tenth elsewhere.
/// Written to standard error; silent when asked to be.
struct ProgressLine {
  private let label: String
  private let isSilent: Bool
  private let isTerminal: Bool
  private var lastTenth = -1
  private var lastDrawn = ContinuousClock.now - .seconds(1)
  private var isLineOpen = false

  init(_ label: String, isSilent: Bool = false) {
    self.label = label.visible
    self.isSilent = isSilent
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  /// - Parameters:
  ///   - fraction: 0 to 1.
  ///   - detail: a few words behind the percentage.
  mutating func update(_ fraction: Double, _ detail: String = "") {
    guard !isSilent, fraction.isFinite else { return }
    let share = min(max(fraction, 0), 1)
    let text = "\(label): \(Int(share * 100)) %" + (detail.isEmpty ? "" : "  \(detail)")
    if isTerminal {
      // Ten times a second is as much as an eye reads and a slow connection carries.
      guard share == 1 || ContinuousClock.now - lastDrawn > .milliseconds(100) else { return }
      lastDrawn = .now
      write("\r\u{1B}[K" + text)
      isLineOpen = true
    } else if Int(share * 10) > lastTenth {
      lastTenth = Int(share * 10)
      write(text + "\n")
    }
  }

  /// Ends the line, so that what follows starts at the margin.
  mutating func finish() {
    if isLineOpen { write("\n") }
    isLineOpen = false
  }

  private func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
