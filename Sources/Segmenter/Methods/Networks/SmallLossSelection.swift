/// The pixels with the smallest losses, a given fraction of them: what a network is believed to have understood, and others
/// may learn from (co-teaching, Han et al., NeurIPS 2018; tri-network, Zhang et al., MICCAI 2020).
///
/// Exactly `fraction * n` pixels, rounded, are kept; among equal losses the first.
package final class SmallLossSelection {
  /// Losses are 0 or more, so the order of their bit patterns is theirs: they are counted by the upper 16 bits, then those
  /// of one count by the lower 16.
  private static let halfBits: UInt32 = 16
  private var counts = [Int](repeating: 0, count: 1 << Int(halfBits))

  package init() {}

  /// The fraction that is kept at a place of the run: all at its beginning, when no loss means anything, in the end
  /// `keptFraction`.
  package static func fraction(keptFraction: Double, ramp: Double) -> Double { 1 - (1 - keptFraction) * ramp }

  /// Writes 1 for the pixels that are kept and 0 for those that are not, of the pixels that take part; the others stay as
  /// they are.
  /// - Parameters:
  ///   - losses: 0 or more, one a pixel; what is not finite counts as the largest.
  ///   - fraction: 0 to 1.
  ///   - takesPart: whether a pixel is one of those that are chosen from.
  package func mark(
    _ kept: UnsafeMutableBufferPointer<Float>, smallest fraction: Double, of losses: UnsafeBufferPointer<Float>,
    where takesPart: (Int) -> Bool
  ) {
    precondition(kept.count == losses.count)
    let participants = count(losses, where: takesPart) { $0 >> Self.halfBits }
    var needed = Int((fraction * Double(participants)).rounded())
    guard let upper = bin(ofNumber: &needed) else {
      for i in losses.indices where takesPart(i) { kept[i] = 0 }
      return
    }
    _ = count(losses, where: { takesPart($0) && Self.key(losses[$0]) >> Self.halfBits == upper }) {
      $0 & (1 << Self.halfBits - 1)
    }
    guard let lower = bin(ofNumber: &needed) else { return }
    let largest = upper << Self.halfBits | lower
    for i in losses.indices where takesPart(i) {
      let key = Self.key(losses[i])
      if key == largest, needed > 0 {
        needed -= 1
        kept[i] = 1
      } else {
        kept[i] = key < largest ? 1 : 0
      }
    }
  }

  private static func key(_ loss: Float) -> UInt32 { loss.bitPattern & 0x7fff_ffff }

  private func count(
    _ losses: UnsafeBufferPointer<Float>, where takesPart: (Int) -> Bool, by bin: (UInt32) -> UInt32
  ) -> Int {
    counts.withUnsafeMutableBufferPointer { counts in
      counts.update(repeating: 0)
      var total = 0
      for i in losses.indices where takesPart(i) {
        counts[Int(bin(Self.key(losses[i])))] += 1
        total += 1
      }
      return total
    }
  }

  /// The bin that holds the `number`-th counted, which becomes its number within the bin; nil for none.
  private func bin(ofNumber number: inout Int) -> UInt32? {
    guard number > 0 else { return nil }
    for (bin, count) in counts.enumerated() {
      if number <= count { return UInt32(bin) }
      number -= count
    }
    return nil
  }
}
