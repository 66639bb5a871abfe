/// Cuts the samples of a cell in two so that each part, drawn in one colour, comes nearest to its samples: the least sum of
/// squared differences over all ways to cut.
///
/// All cuts are looked at: 1 for a half block, 7 for quadrants, 31 for sextants. The sum over a part S of k samples drawn in
/// colour c differs from the samples by sum(x^2) - 2 c.S + k c.c, so sums of parts are all that is needed, and the error is
/// that of the colours that the screen has, not of those wished for.
struct TwoToneSplit {
  struct Choice {
    /// The samples drawn in ink.
    var pattern = 0
    var ink = SIMD4<Float>.zero
    var paper = SIMD4<Float>.zero
    /// The squared error, short of the sum of the samples' squares.
    var cost = Float.infinity
  }

  private let count: Int
  private var greySums: [Float]
  private var colourSums: [SIMD4<Float>]
  private let reciprocals: [Float]
  private let sizes: [Int]
  /// What a cut must gain a sample, in squared grey steps, to be worth its bytes; less is not seen.
  private static let leastGain: Float = 4

  /// - Parameter count: Samples a cell, at most 6.
  init(count: Int) {
    self.count = count
    let cuts = 1 << max(0, count - 1)
    greySums = [Float](repeating: 0, count: cuts)
    colourSums = [SIMD4<Float>](repeating: .zero, count: cuts)
    reciprocals = (0...max(1, count)).map { $0 == 0 ? 0 : 1 / Float($0) }
    sizes = (0..<cuts).map(\.nonzeroBitCount)
  }

  /// The best cut of grey samples, of the greys in `greys` (for each brightness the nearest one).
  mutating func grey(_ samples: UnsafePointer<Float>, greys: UnsafePointer<Float>) -> Choice {
    var total: Float = 0
    for i in 0..<count { total += samples[i] }
    func part(_ sum: Float, _ size: Int) -> (grey: Float, cost: Float) {
      let grey = greys[Int(min(255, max(0, sum * reciprocals[size] + 0.5)))]
      return (grey, Float(size) * grey * grey - 2 * grey * sum)
    }
    let whole = part(total, count)
    var best = (pattern: 0, ink: whole.grey, paper: whole.grey)
    var least = whole.cost - Self.leastGain * Float(count)
    greySums.withUnsafeMutableBufferPointer { sums in
      sums[0] = 0
      for pattern in 1..<max(1, sums.count) {
        let sum = sums[pattern & (pattern - 1)] + samples[pattern.trailingZeroBitCount]
        sums[pattern] = sum
        let ink = part(sum, sizes[pattern])
        let paper = part(total - sum, count - sizes[pattern])
        if ink.cost + paper.cost < least {
          least = ink.cost + paper.cost
          best = (pattern, ink.grey, paper.grey)
        }
      }
    }
    let cost = best.pattern == 0 ? whole.cost : least
    return Choice(
      pattern: best.pattern, ink: SIMD4(repeating: best.ink), paper: SIMD4(repeating: best.paper), cost: cost)
  }

  /// The best cut of coloured samples, of the colours that `nearest` gives.
  mutating func colour(
    _ samples: UnsafePointer<SIMD4<Float>>, nearest: (SIMD4<Float>) -> SIMD4<Float>
  ) -> Choice {
    var total = SIMD4<Float>.zero
    for i in 0..<count { total += samples[i] }
    func part(_ sum: SIMD4<Float>, _ size: Int) -> (colour: SIMD4<Float>, cost: Float) {
      let colour = nearest(sum * reciprocals[size])
      return (colour, Float(size) * (colour * colour).sum() - 2 * (colour * sum).sum())
    }
    let whole = part(total, count)
    var best = Choice(ink: whole.colour, paper: whole.colour, cost: whole.cost)
    var least = whole.cost - 3 * Self.leastGain * Float(count)
    colourSums[0] = .zero
    for pattern in 1..<max(1, colourSums.count) {
      let sum = colourSums[pattern & (pattern - 1)] + samples[pattern.trailingZeroBitCount]
      colourSums[pattern] = sum
      let ink = part(sum, sizes[pattern])
      let paper = part(total - sum, count - sizes[pattern])
      if ink.cost + paper.cost < least {
        least = ink.cost + paper.cost
        best = Choice(pattern: pattern, ink: ink.colour, paper: paper.colour, cost: least)
      }
    }
    return best
  }
}
