import TerminalIO

/// Cuts the samples of a cell in two so that each part, drawn in one colour, comes nearest to its samples: the least sum of
/// squared differences over all cuts that a glyph can draw.
///
/// A part S of k samples drawn in its mean leaves sum(x^2) - S^2 / k, so the best cut has the largest sum of S^2 / k, and
/// sums of parts are all that is needed. Where only a few greys can be had, drawn in grey c it leaves
/// sum(x^2) - 2 c S + k c^2, and the best cut is found for the greys at hand.
struct TwoToneSplit {
  struct Greys {
    /// The cut, or nil for a cell of one colour.
    var cut: Int?
    var ink: Float
    var paper: Float
    /// The squared error, short of the sum of the samples' squares.
    var cost: Float
    /// The mean of the cell as it is drawn.
    var mean: Float
  }

  /// A cut as the sum of an earlier one and a piece.
  private struct Step {
    let parent: Int
    let piece: Int
    let mask: Int
    let inkCount: Float
    let paperCount: Float
    let inkShare: Float
    let paperShare: Float
  }

  private let count: Int
  private let steps: [Step]
  /// The samples of all pieces one after the other, and where each piece ends.
  private let members: [Int]
  private let pieceEnds: [Int]
  private var pieceSums: [Float]
  private var sums: [Float]
  /// How far ink and paper are moved apart, since the edges of glyphs blur them: 1 is not at all.
  private let contrast: Float
  /// What a cut must gain a sample, in squared grey steps, to be worth its bytes; less is not seen.
  private static let leastGain: Float = 4

  init(glyphs: GlyphSet) {
    let table = BlockCut.table(glyphs)
    let size = glyphs.samplesPerCell
    count = size.x * size.y
    steps = table.cuts.map { cut in
      Step(
        parent: cut.parent, piece: cut.piece, mask: cut.samples, inkCount: Float(cut.inkCount),
        paperCount: Float(cut.paperCount), inkShare: 1 / Float(cut.inkCount), paperShare: 1 / Float(cut.paperCount))
    }
    members = table.pieces.flatMap { $0 }
    pieceEnds = table.pieces.indices.map { last in table.pieces[...last].reduce(0) { $0 + $1.count } }
    pieceSums = [Float](repeating: 0, count: table.pieces.count)
    sums = [Float](repeating: 0, count: table.cuts.count + 1)
    contrast =
      switch glyphs {
      case .octants, .sextants: 1.06
      case .quadrants, .halfBlocks: 1.02
      case .ascii: 1
      }
  }

  /// The best cut of grey samples in any two greys.
  mutating func anyGreys(_ samples: [Float]) -> Greys {
    let total = addUp(samples)
    let whole = total * total / Float(count)
    var most = whole + Self.leastGain * Float(count)
    var best: Int?
    steps.withUnsafeBufferPointer { steps in
      pieceSums.withUnsafeBufferPointer { pieces in
        sums.withUnsafeMutableBufferPointer { sums in
          for cut in steps.indices {
            let step = steps[cut]
            let ink = sums[step.parent] + pieces[step.piece]
            sums[cut + 1] = ink
            let paper = total - ink
            let explained = ink * ink * step.inkShare + paper * paper * step.paperShare
            if explained > most { (most, best) = (explained, cut) }
          }
        }
      }
    }
    let mean = total / Float(count)
    guard let best else { return Greys(cut: nil, ink: mean, paper: mean, cost: -whole, mean: mean) }
    let ink = sums[best + 1] * steps[best].inkShare
    let paper = (total - sums[best + 1]) * steps[best].paperShare
    func apart(_ grey: Float) -> Float { min(255, max(0, mean + contrast * (grey - mean))) }
    return Greys(cut: best, ink: apart(ink), paper: apart(paper), cost: -most, mean: mean)
  }

  /// The best cut of grey samples in two of few greys; `greys` has the nearest one for each brightness.
  mutating func fewGreys(_ samples: [Float], greys: [Float]) -> Greys {
    let total = addUp(samples)
    func part(_ sum: Float, _ size: Float) -> (grey: Float, cost: Float) {
      let grey = greys[Int(min(255, max(0, sum / size + 0.5)))]
      return (grey, size * grey * grey - 2 * grey * sum)
    }
    let whole = part(total, Float(count))
    var best = Greys(cut: nil, ink: whole.grey, paper: whole.grey, cost: whole.cost, mean: whole.grey)
    for (cut, step) in steps.enumerated() {
      let sum = sums[step.parent] + pieceSums[step.piece]
      sums[cut + 1] = sum
      let ink = part(sum, step.inkCount)
      let paper = part(total - sum, step.paperCount)
      // Two parts in the same grey are no cut, whatever rounding says of their cost.
      if ink.grey != paper.grey, ink.cost + paper.cost < best.cost {
        best = Greys(
          cut: cut, ink: ink.grey, paper: paper.grey, cost: ink.cost + paper.cost,
          mean: (step.inkCount * ink.grey + step.paperCount * paper.grey) / Float(count))
      }
    }
    return best
  }

  /// The sum of all samples; leaves those of the pieces in `pieceSums`.
  private mutating func addUp(_ samples: [Float]) -> Float {
    var first = 0
    for piece in pieceSums.indices {
      var sum: Float = 0
      for place in first..<pieceEnds[piece] { sum += samples[members[place]] }
      first = pieceEnds[piece]
      pieceSums[piece] = sum
    }
    var total: Float = 0
    for sample in samples { total += sample }
    return total
  }

  /// The best cut of coloured samples that keeps marks, at most two: each mask of `marks` gets a part of the cell, of
  /// which it is two thirds at least, or else as large a fraction as any cut allows.
  /// - Returns: the cut, or nil where one colour does as well.
  func colours(_ samples: [SIMD4<Float>], keeping marks: [Int]) -> Int? {
    var total = SIMD4<Float>.zero
    for i in 0..<count { total += samples[i] }
    var best: Int?
    var bestKept: Float = -1
    var most: Float = marks.isEmpty ? (total * total).sum() / Float(count) + 3 * Self.leastGain * Float(count) : 0
    for (cut, step) in steps.enumerated() {
      let mask = step.mask
      func inInk(_ mark: Int) -> Float { Float((mask & mark).nonzeroBitCount) / step.inkCount }
      func inPaper(_ mark: Int) -> Float { Float((~mask & mark).nonzeroBitCount) / step.paperCount }
      // One mark may take either part; two take one part each, or one of them would hide the other.
      let kept: Float =
        switch marks.count {
        case 0: 1
        case 1: max(inInk(marks[0]), inPaper(marks[0]))
        default: max(min(inInk(marks[0]), inPaper(marks[1])), min(inPaper(marks[0]), inInk(marks[1])))
        }
      let known = min(kept, 0.66)
      guard marks.isEmpty || known >= bestKept else { continue }
      var ink = SIMD4<Float>.zero
      for i in 0..<count where mask >> i & 1 == 1 { ink += samples[i] }
      let paper = total - ink
      let explained = (ink * ink).sum() / step.inkCount + (paper * paper).sum() / step.paperCount
      if known > bestKept && !marks.isEmpty || explained > most { (best, most, bestKept) = (cut, explained, known) }
    }
    return best
  }

  func mask(of cut: Int) -> Int { steps[cut].mask }
}
