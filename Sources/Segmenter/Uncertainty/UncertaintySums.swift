/// Sums over samples p_n of a map of probabilities, and the split of their uncertainty into what the data cannot tell
/// (aleatoric) and what the model has not learned (epistemic), for two classes:
///
///     aleatoric = mean p (1 - p)    epistemic = mean p^2 - (mean p)^2    together: m (1 - m) with m = mean p
///
/// Kwon et al., Uncertainty quantification using Bayesian neural networks in classification, Computational Statistics &
/// Data Analysis 142 (2020), the foreground's entry of their equation 4.
public struct UncertaintySums: Sendable, Hashable {
  /// Samples added to each pixel.
  public private(set) var count = 0
  private var sums: [Double]
  private var squares: [Double]

  /// Sums of no sample yet.
  public init(pixelCount: Int) {
    sums = [Double](repeating: 0, count: pixelCount)
    squares = sums
  }

  /// Adds a sample, one probability a pixel.
  public mutating func add(_ probabilities: UnsafeBufferPointer<Float>) {
    precondition(probabilities.count == sums.count, "one probability a pixel")
    count += 1
    for pixel in probabilities.indices {
      let p = Double(probabilities[pixel])
      sums[pixel] += p
      squares[pixel] += p * p
    }
  }

  /// Back to no sample.
  public mutating func reset() {
    count = 0
    for pixel in sums.indices { (sums[pixel], squares[pixel]) = (0, 0) }
  }

  /// Pixels of a map.
  public var pixelCount: Int { sums.count }

  /// m, the mean probability of a pixel.
  public func mean(_ pixel: Int) -> Double { sums[pixel] / Double(max(count, 1)) }

  /// What no further sample would take away, 0 to 1/4.
  public func aleatoric(_ pixel: Int) -> Double { (sums[pixel] - squares[pixel]) / Double(max(count, 1)) }

  /// What the samples disagree about, 0 to 1/4.
  public func epistemic(_ pixel: Int) -> Double {
    let mean = mean(pixel)
    return squares[pixel] / Double(max(count, 1)) - mean * mean
  }
}
