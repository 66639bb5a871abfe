import TerminalIO

/// A way to cut the samples of a cell in two that a glyph can draw: the samples in ink, and the rest in paper.
struct BlockCut: Sendable {
  let glyph: Unicode.Scalar
  /// Bit i: sample i is inked.
  let samples: Int
  let inkCount: Int
  let paperCount: Int
  /// The cut that inks one piece less, as its index plus 1, or 0 for none; and that piece. So sums follow from sums.
  let parent: Int
  let piece: Int

  /// All cuts of a glyph set, no two of them the same with ink and paper exchanged.
  struct Table: Sendable {
    let cuts: [BlockCut]
    /// The samples of each piece.
    let pieces: [[Int]]
  }

  static func table(_ set: GlyphSet) -> Table {
    switch set {
    case .octants: octants
    case .sextants: sextants
    case .quadrants: quadrants
    case .halfBlocks: halves
    case .ascii: Table(cuts: [], pieces: [])
    }
  }

  private static let octants = table([.octants], across: 2, down: 4)
  // Sextants come with quadrants: twelve samples can tell both.
  private static let sextants = table([.sextants, .quadrants], across: 2, down: 6)
  private static let quadrants = table([.quadrants], across: 2, down: 2)
  // The upper and the left half: every font that has one has the other.
  private static let halves = Table(
    cuts: [
      BlockCut(glyph: "▀", samples: 0b0011, inkCount: 2, paperCount: 2, parent: 0, piece: 0),
      BlockCut(glyph: "▌", samples: 0b0101, inkCount: 2, paperCount: 2, parent: 0, piece: 1),
    ], pieces: [[0, 1], [0, 2]])

  private static func table(_ sets: [GlyphSet], across: Int, down: Int) -> Table {
    var cuts: [BlockCut] = []
    var pieces: [[Int]] = []
    for set in sets {
      let size = BlockPattern.pieces(set)
      let first = pieces.count
      for piece in 0..<size.x * size.y {
        pieces.append(
          (0..<across * down).filter { sample in
            let column = sample % across * size.x / across
            let row = sample / across * size.y / down
            return row * size.x + column == piece
          })
      }
      var places: [Int: Int] = [:]
      for pattern in 1..<1 << (size.x * size.y - 1) {
        let members = (0..<size.x * size.y).filter { pattern >> $0 & 1 == 1 }.flatMap { pieces[first + $0] }
        let samples = members.reduce(0) { $0 | 1 << $1 }
        places[pattern] = cuts.count + 1
        cuts.append(
          BlockCut(
            glyph: BlockPattern.glyph(pattern, in: set), samples: samples, inkCount: members.count,
            paperCount: across * down - members.count, parent: places[pattern & (pattern - 1)] ?? 0,
            piece: first + pattern.trailingZeroBitCount))
      }
    }
    return Table(cuts: cuts, pieces: pieces)
  }
}
