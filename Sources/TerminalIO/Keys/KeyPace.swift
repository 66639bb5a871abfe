/// Tells a key that is held down from keys typed one by one: the same key again within a moment.
package struct KeyPace: Sendable {
  /// Keyboards repeat 10 to 40 times a second; a finger does not.
  private static let longestInterval: Duration = .milliseconds(120)
  /// A held key has ended when no more came for so long.
  private static let rest: Duration = .milliseconds(130)

  private var last: Key?
  private var time: ContinuousClock.Instant?
  /// When the key counts as released; nil while none is held.
  package private(set) var settles: ContinuousClock.Instant?

  package init() {}

  package var isHeld: Bool { settles != nil }

  package mutating func press(_ key: Key, at now: ContinuousClock.Instant) {
    let isRepeat = key == last && time.map { now - $0 <= Self.longestInterval } ?? false
    (last, time) = (key, now)
    settles = isRepeat ? now + Self.rest : nil
  }

  /// Takes note that time has passed; true when a held key has just been released.
  package mutating func settle(at now: ContinuousClock.Instant) -> Bool {
    guard let settles, now >= settles else { return false }
    self.settles = nil
    last = nil
    return true
  }
}
