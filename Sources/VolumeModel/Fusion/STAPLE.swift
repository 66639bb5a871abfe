import Foundation

/// Simultaneous truth and performance level estimation for binary masks (Warfield, Zou and Wells 2004): expectation
/// maximisation over the probability W that a voxel is truly marked and each rater's sensitivity p and specificity q.
///
///     start:  W_i = mean_j D_ij,  g = mean_i W_i
///     M:      p_j = sum W_i D_ij / sum W_i,   q_j = sum (1 - W_i)(1 - D_ij) / sum (1 - W_i)
///     E:      W_i = g a_i / (g a_i + (1 - g) b_i),
///             a_i = prod_j [D_ij ? p_j : 1 - p_j],   b_i = prod_j [D_ij ? 1 - q_j : q_j]
///
/// until no p or q changes by more than 1e-7. The prior g stays fixed, as in ITK; it is that of the
/// whole volume unless fewer background voxels are to take part.
public struct STAPLE: Sendable {
  /// W of each vote pattern.
  public let probability: [Double]
  /// p of each rater; nil when nothing is marked.
  public let sensitivity: [Double?]
  /// q of each rater; nil when everything, or nothing, is marked.
  public let specificity: [Double?]
  /// The fraction of voxels taken for lesion beforehand.
  public let prior: Double
  /// Steps of expectation and maximisation that were made.
  public let iterations: Int

  /// - Parameter unmarkedVoxels: how many of the voxels that nobody marked take part; all when nil. The more, the
  ///   smaller the prior.
  public init(_ votes: VotePatterns, unmarkedVoxels: Int? = nil, iterationLimit: Int = 1000) {
    let raters = votes.raters
    let patterns = votes.patterns
    var counts = votes.counts.map(Double.init)
    if let unmarkedVoxels { counts[0] = Double(unmarkedVoxels) }
    var w = votes.means
    let n = counts.reduce(0, +)
    let prior = zip(w, counts).reduce(0) { $0 + $1.0 * $1.1 } / n
    self.prior = prior
    guard prior > 0 else {
      probability = votes.means
      sensitivity = [Double?](repeating: nil, count: raters)
      specificity = sensitivity
      iterations = 0
      return
    }
    func marks(_ pattern: Int, _ rater: Int) -> Bool { patterns[pattern] >> UInt64(rater) & 1 == 1 }
    var p = [Double](repeating: 0, count: raters)
    var q = [Double](repeating: 0, count: raters)
    var backgroundSum = 0.0
    var iteration = 0
    while iteration < iterationLimit {
      let foreground = w.indices.reduce(0) { $0 + w[$1] * counts[$1] }
      backgroundSum = w.indices.reduce(0) { $0 + (1 - w[$1]) * counts[$1] }
      var largestChange = 0.0
      for rater in 0..<raters {
        var hits = 0.0
        var rejections = 0.0
        for pattern in patterns.indices {
          if marks(pattern, rater) {
            hits += w[pattern] * counts[pattern]
          } else {
            rejections += (1 - w[pattern]) * counts[pattern]
          }
        }
        let newP = foreground > 0 ? hits / foreground : 0
        let newQ = backgroundSum > 0 ? rejections / backgroundSum : 1
        largestChange = max(largestChange, (newP - p[rater]) * (newP - p[rater]), (newQ - q[rater]) * (newQ - q[rater]))
        p[rater] = newP
        q[rater] = newQ
      }
      for pattern in patterns.indices where counts[pattern] > 0 {
        // As logarithms, because the product over many raters underflows.
        var a = log(prior)
        var b = log(1 - prior)
        for rater in 0..<raters {
          a += log(marks(pattern, rater) ? p[rater] : 1 - p[rater])
          b += log(marks(pattern, rater) ? 1 - q[rater] : q[rater])
        }
        // Impossible under both hypotheses: keep what is known.
        guard a > -.infinity || b > -.infinity else { continue }
        w[pattern] = 1 / (1 + exp(b - a))
      }
      // The first round has nothing to compare with; counted as ITK counts, from the second.
      if iteration > 0, largestChange <= 1e-14 { break }
      iteration += 1
    }
    probability = w
    sensitivity = p
    specificity = backgroundSum > 0 ? q : [Double?](repeating: nil, count: raters)
    iterations = iteration
  }

  /// The unmarked voxels of the box around everything marked, with a margin on every side.
  public static func unmarkedVoxels(around votes: VotePatterns, marginVoxels: Int = 10) -> Int {
    guard let box = votes.mask(where: { votes.votes(ofPattern: $0) > 0 }).boundingBox else { return 0 }
    let shape = votes.grid.shape
    var count = 1
    for axis in 0..<3 {
      count *= min(box.upper[axis] + marginVoxels, shape[axis]) - max(box.lower[axis] - marginVoxels, 0)
    }
    return count - votes.counts.dropFirst().reduce(0, +)
  }

  /// The voxels that are marked with a probability of at least one half.
  public func mask(of votes: VotePatterns) -> Mask { votes.mask { probability[$0] >= 0.5 } }

  /// The voxels whose probability is one half: with two raters the method often cannot decide.
  public func undecidedVoxels(of votes: VotePatterns) -> Int {
    zip(probability, votes.counts).reduce(0) { $0 + (abs($1.0 - 0.5) < 1e-6 ? $1.1 : 0) }
  }
}
