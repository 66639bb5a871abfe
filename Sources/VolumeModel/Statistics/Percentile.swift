extension [Double] {
  /// A percentile of an ascending list, linear between order statistics; 0 for an empty list.
  func percentile(_ percent: Double) -> Double {
    guard let last else { return 0 }
    let position = percent / 100 * Double(count - 1)
    let below = Int(position.rounded(.down))
    guard below + 1 < count else { return last }
    return self[below] + (self[below + 1] - self[below]) * (position - Double(below))
  }
}
