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
  }

  private let count: Int
  private let cutCount: Int
  private let parents: [Int]
  private let pieceOfCut: [Int]
  private let inkCounts: [Float]
  private let paperCounts: [Float]
  private let pieceOfSample: [[Int]]
  private let masks: [Int]
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
    cutCount = table.cuts.count
    parents = table.cuts.map(\.parent)
    pieceOfCut = table.cuts.map(\.piece)
    inkCounts = table.cuts.map { Float($0.inkCount) }
    paperCounts = table.cuts.map { Float($0.paperCount) }
    masks = table.cuts.map(\.samples)
    let pieces = table.pieces
    pieceOfSample = (0..<size.x * size.y).map { sample in pieces.indices.filter { pieces[$0].contains(sample) } }
    pieceSums = [Float](repeating: 0, count: pieces.count)
    sums = [Float](repeating: 0, count: table.cuts.count + 1)
    contrast = glyphs == .sextants ? 1.06 : glyphs == .quadrants ? 1.02 : 1
  }

  /// The best cut of grey samples in any two greys.
  mutating func anyGreys(_ samples: [Float]) -> Greys {
    let total = addUp(samples)
    let whole = total * total / Float(count)
    var most = whole + Self.leastGain * Float(count)
    var best: Int?
    for cut in 0..<cutCount {
      let ink = sums[parents[cut]] + pieceSums[pieceOfCut[cut]]
      sums[cut + 1] = ink
      let paper = total - ink
      let explained = ink * ink / inkCounts[cut] + paper * paper / paperCounts[cut]
      if explained > most { (most, best) = (explained, cut) }
    }
    let mean = total / Float(count)
    guard let best else { return Greys(cut: nil, ink: mean, paper: mean, cost: -whole) }
    let ink = sums[best + 1] / inkCounts[best]
    let paper = (total - sums[best + 1]) / paperCounts[best]
    func apart(_ grey: Float) -> Float { min(255, max(0, mean + contrast * (grey - mean))) }
    return Greys(cut: best, ink: apart(ink), paper: apart(paper), cost: -most)
  }

  /// The best cut of grey samples in two of few greys; `greys` has the nearest one for each brightness.
  mutating func fewGreys(_ samples: [Float], greys: [Float]) -> Greys {
    let total = addUp(samples)
    func part(_ sum: Float, _ size: Float) -> (grey: Float, cost: Float) {
      let grey = greys[Int(min(255, max(0, sum / size + 0.5)))]
      return (grey, size * grey * grey - 2 * grey * sum)
    }
    let whole = part(total, Float(count))
    var best = Greys(cut: nil, ink: whole.grey, paper: whole.grey, cost: whole.cost)
    for cut in 0..<cutCount {
      let sum = sums[parents[cut]] + pieceSums[pieceOfCut[cut]]
      sums[cut + 1] = sum
      let ink = part(sum, inkCounts[cut])
      let paper = part(total - sum, paperCounts[cut])
      if ink.cost + paper.cost < best.cost {
        best = Greys(cut: cut, ink: ink.grey, paper: paper.grey, cost: ink.cost + paper.cost)
      }
    }
    return best
  }

  private mutating func addUp(_ samples: [Float]) -> Float {
    for piece in pieceSums.indices { pieceSums[piece] = 0 }
    var total: Float = 0
    for sample in 0..<count {
      let value = samples[sample]
      total += value
      for piece in pieceOfSample[sample] { pieceSums[piece] += value }
    }
    return total
  }

  /// The best cut of coloured samples that keeps marks: each mask of `marks` must be told from the rest, by a part of
  /// the cell of which it is two thirds at least, or else as large a share as any cut allows.
  /// - Returns: the cut, or nil where one colour does as well.
  func colours(_ samples: [SIMD4<Float>], keeping marks: [Int]) -> Int? {
    var total = SIMD4<Float>.zero
    for i in 0..<count { total += samples[i] }
    var best: Int?
    var bestKept: Float = -1
    var most: Float = marks.isEmpty ? (total * total).sum() / Float(count) + 3 * Self.leastGain * Float(count) : 0
    for cut in 0..<cutCount {
      let mask = masks[cut]
      var kept: Float = 1
      for mark in marks {
        let inInk = Float((mask & mark).nonzeroBitCount) / inkCounts[cut]
        let inPaper = Float((~mask & mark).nonzeroBitCount) / paperCounts[cut]
        kept = min(kept, max(inInk, inPaper))
      }
      let known = min(kept, 0.66)
      guard marks.isEmpty || known >= bestKept else { continue }
      var ink = SIMD4<Float>.zero
      for i in 0..<count where mask >> i & 1 == 1 { ink += samples[i] }
      let paper = total - ink
      let explained = (ink * ink).sum() / inkCounts[cut] + (paper * paper).sum() / paperCounts[cut]
      if known > bestKept && !marks.isEmpty || explained > most { (best, most, bestKept) = (cut, explained, known) }
    }
    return best
  }

  func mask(of cut: Int) -> Int { masks[cut] }
}
