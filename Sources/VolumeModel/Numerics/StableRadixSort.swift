/// Sorts positions by 32-bit keys in passes of 11 bits; equal keys keep their order, so that sorting by the least
/// important key first sorts by several. Time follows the number of positions, whatever the keys.
struct StableRadixSort {
  /// Positions 0 ..< count, in the order sorted so far.
  private(set) var order: [Int32]
  private var spare: [Int32]

  init(count: Int) {
    order = (0..<count).map { Int32($0) }
    spare = [Int32](repeating: 0, count: count)
  }

  /// Sorts by `keys[position]`, smallest first.
  mutating func sort(by keys: [UInt64]) {
    sort(by: keys.map { UInt32(truncatingIfNeeded: $0) })
    sort(by: keys.map { UInt32(truncatingIfNeeded: $0 >> 32) })
  }

  /// Sorts by `keys[position]`, smallest first.
  mutating func sort(by keys: [UInt32]) {
    let largest = keys.max() ?? 0
    for shift in stride(from: UInt32(0), to: 32, by: 11) where largest >> shift > 0 || shift == 0 {
      var next = [Int](repeating: 0, count: 2049)
      for key in keys { next[Int(key >> shift & 2047) + 1] += 1 }
      for digit in 0..<2048 { next[digit + 1] += next[digit] }
      order.withUnsafeBufferPointer { order in
        spare.withUnsafeMutableBufferPointer { spare in
          keys.withUnsafeBufferPointer { keys in
            next.withUnsafeMutableBufferPointer { next in
              for position in order {
                let digit = Int(keys[Int(position)] >> shift & 2047)
                spare[next[digit]] = position
                next[digit] += 1
              }
            }
          }
        }
      }
      swap(&order, &spare)
    }
  }
}

extension Float {
  /// A key whose ascending order is the descending order of finite values; the two zeros share one.
  var descendingSortKey: UInt32 {
    let bits = self == 0 ? 0 : bitPattern
    let ascending = bits >> 31 == 1 ? ~bits : bits | 1 << 31
    return ~ascending
  }
}

extension Double {
  /// A key whose ascending order is that of the values; the two zeros share one. No number has the largest key of all.
  var ascendingSortKey: UInt64 {
    let bits = self == 0 ? 0 : bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
}
