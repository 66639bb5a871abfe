extension UnsafeMutableBufferPointer<Float> {
  /// The value that sorting would put at a rank, found in time that follows the count (Hoare, Communications of the ACM
  /// 1961). Values before it end up no larger, values after it no smaller. No value may be NaN.
  package func select(rank: Int) -> Float {
    var (lowest, highest) = (0, count - 1)
    // Unlucky pivots are rare; after so many the rest is sorted, so that no input takes long.
    var turnsLeft = 4 * (Int.bitWidth - count.leadingZeroBitCount)
    while lowest < highest {
      guard turnsLeft > 0 else {
        var rest = UnsafeMutableBufferPointer(rebasing: self[lowest...highest])
        rest.sort()
        break
      }
      turnsLeft -= 1
      let pivot = middle(self[lowest], self[lowest + (highest - lowest) / 2], self[highest])
      var (left, right) = (lowest, highest)
      while left <= right {
        while self[left] < pivot { left += 1 }
        while self[right] > pivot { right -= 1 }
        if left <= right {
          swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if rank <= right {
        highest = right
      } else if rank >= left {
        lowest = left
      } else {
        break
      }
    }
    return self[rank]
  }

  private func middle(_ a: Float, _ b: Float, _ c: Float) -> Float {
    Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
  }

  /// The value below which `percent` percent lie, linear between ranks as NumPy's default; 0 of nothing. Reorders the
  /// values.
  package func percentile(_ percent: Double) -> Float {
    guard count > 0 else { return 0 }
    let rank = Swift.min(Swift.max(percent / 100, 0), 1) * Double(count - 1)
    let below = Int(rank)
    let lower = select(rank: below)
    guard below + 1 < count else { return lower }
    // What follows a selected rank is no smaller, so the next value is the least of it.
    let upper = self[(below + 1)...].min() ?? lower
    return lower + Float(rank - Double(below)) * (upper - lower)
  }

  /// The median, linear between the two middle values as numpy's; 0 of nothing. Reorders the values.
  package func median() -> Float {
    guard count > 0 else { return 0 }
    let rank = (count - 1) / 2
    let lower = select(rank: rank)
    guard count % 2 == 0 else { return lower }
    // What follows a selected rank is no smaller, so the next value is the least of it.
    let upper = self[(rank + 1)...].min() ?? lower
    return lower + 0.5 * (upper - lower)
  }
}
