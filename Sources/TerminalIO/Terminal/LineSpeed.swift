/// How fast bytes reach the terminal, from frames and the terminal's word that it has shown them.
package struct LineSpeed: Sendable, Hashable {
  /// Frames with fewer bytes say more about the way to the terminal than about its width.
  private static let leastBytes = 8192
  /// Below, a picture that is compressed for some milliseconds longer is there earlier.
  private static let slow = 1_500_000.0

  package private(set) var bytesPerSecond: Double?

  package init() {}

  package var isSlow: Bool { bytesPerSecond.map { $0 < Self.slow } ?? false }

  package mutating func note(bytes: Int, delay: Duration) {
    guard bytes >= Self.leastBytes, delay > .zero else { return }
    bytesPerSecond = Double(bytes) / (delay / .seconds(1))
  }
}
