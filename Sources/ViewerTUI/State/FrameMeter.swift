import Pictures

/// What frames cost on the line to the terminal.
package struct FrameMeter: Sendable, Hashable {
  package var isShown = false
  package private(set) var lastBytes = 0
  package private(set) var frames = 0
  package private(set) var totalBytes = 0
  /// Milliseconds from the last frame to the terminal's word that it is shown; nil where it does not say.
  package private(set) var delayMilliseconds: Int?
  /// The shortest delay of a small frame: the way to the terminal and back, whatever is sent.
  private var roundTripMilliseconds: Int?
  /// Bytes of recent frames, each new one counting for a quarter.
  private var recentBytes = 0.0

  package init() {}

  package mutating func note(bytes: Int, delayMilliseconds: Int?) {
    self.delayMilliseconds = delayMilliseconds
    guard bytes > 0 else { return }
    lastBytes = bytes
    if bytes < Self.smallFrame, let delayMilliseconds {
      roundTripMilliseconds = min(roundTripMilliseconds ?? delayMilliseconds, delayMilliseconds)
    }
    frames += 1
    totalBytes += bytes
    recentBytes += (Double(bytes) - recentBytes) / 4
  }

  /// Bytes that travel in no time.
  private static let smallFrame = 4096

  /// How long the bytes of the last frame were on their way; a terminal far away is slow to answer for other reasons.
  package var lineMilliseconds: Int? { delayMilliseconds.map { max(0, $0 - (roundTripMilliseconds ?? 0)) } }

  /// Whether frames are so large that a line of 1 Mbit/s shows fewer than five a second.
  package var isHigh: Bool { frames >= 4 && recentBytes > 25_000 }

  /// As in "3.4 kB, 12 ms".
  package var text: String {
    let delay = delayMilliseconds.map { ", \($0) ms" } ?? ""
    return Self.kilobytes(lastBytes) + delay
  }

  package static func kilobytes(_ bytes: Int) -> String {
    bytes < 1000 ? "\(bytes) B" : "\(Wording.fixed(Double(bytes) / 1000, bytes < 10_000 ? 1 : 0)) kB"
  }
}
