/// What is left out of pictures while a key is held on a slow line: more slices are shown, each of them coarser, and the
/// last one in full.
package struct Hurry: Sendable, Hashable {
  private static let largestCoarseness = 4

  /// How many times larger samples are than they need be.
  package private(set) var coarseness = 1

  package var isHurried: Bool { coarseness > 1 }

  /// Takes note of the last frame.
  /// - Parameters:
  ///   - milliseconds: how long it took on the line; nil where the terminal does not say.
  ///   - longest: how long it may take, with the key held.
  mutating func note(milliseconds: Int?, longest: Int, isKeyHeld: Bool) {
    guard isKeyHeld else {
      coarseness = 1
      return
    }
    // Never finer while the key is held: what is quick because it is coarse would be slow again, and flicker.
    let milliseconds = milliseconds ?? 0
    guard milliseconds > longest else { return }
    // A sample twice as large leaves a third of the bytes or so.
    coarseness = min(Self.largestCoarseness, coarseness * (milliseconds > 4 * longest ? 4 : 2))
  }
}
