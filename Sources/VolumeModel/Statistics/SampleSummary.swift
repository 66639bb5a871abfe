/// How many numbers there are, their mean and their spread.
public struct SampleSummary: Sendable, Hashable, Codable {
  /// Values in all.
  public let count: Int
  /// Their arithmetic mean.
  public let mean: Double
  /// With n - 1 in the denominator; nil for a single number, which has no spread.
  public let standardDeviation: Double?

  /// - Returns: nil for no numbers, or when one of them is not finite.
  public init?(_ numbers: [Double]) {
    guard !numbers.isEmpty, numbers.allSatisfy(\.isFinite) else { return nil }
    count = numbers.count
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    self.mean = mean
    let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = numbers.count > 1 ? (squares / Double(numbers.count - 1)).squareRoot() : nil
  }
}
