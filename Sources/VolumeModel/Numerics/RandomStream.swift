internal import Foundation

/// A stream of random numbers that is a function of (seed, name, index) alone.
///
/// One 64-bit seed drives a whole run: each use (initialisation, shuffling, augmentation, ...) has its own name, and
/// each epoch or sample its own index. So no use disturbs another, work may be done in any order on any thread, and a
/// continued run needs no more state than its counters. Generator: SplitMix64 (Steele et al., OOPSLA 2014).
public struct RandomStream: RandomNumberGenerator, Sendable {
  private var state: UInt64
  private var spareNormal: Double?

  /// A stream that depends on seed, name and index alone.
  public init(seed: UInt64, name: String, index: UInt64 = 0) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    state = Self.mixed(seed &+ Self.mixed(hash)) &+ Self.mixed(index &* 0x9e37_79b9_7f4a_7c15 &+ 1)
    spareNormal = nil
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mixed(state)
  }

  /// Uniform in [0, 1).
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in a closed range.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A whole number from 0 up to, not including, `bound`.
  public mutating func index(below bound: Int) -> Int {
    precondition(bound > 0, "a choice needs at least one element")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// Normal with mean 0 and SD 1 (Box and Muller).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * sin(angle)
    return radius * cos(angle)
  }

  /// The numbers 0 ..< count in random order (Fisher and Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    guard count > 1 else { return order }
    for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, index(below: last + 1)) }
    return order
  }
}
