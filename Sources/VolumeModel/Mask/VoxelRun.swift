/// Voxels side by side along x: `lower ..< upper` of one row.
public struct VoxelRun: Sendable, Hashable {
  /// The row, y + height * z.
  public let row: Int32
  /// The first x inside.
  public let lower: Int32
  /// The first x beyond.
  public let upper: Int32

  @inline(__always)
  init(row: Int, lower: Int, upper: Int) {
    self.row = Int32(truncatingIfNeeded: row)
    self.lower = Int32(truncatingIfNeeded: lower)
    self.upper = Int32(truncatingIfNeeded: upper)
  }

  /// Voxels of the run.
  public var count: Int { Int(upper) - Int(lower) }
}

extension Mask {
  /// All runs of the mask, in linear-index order.
  func runs() -> [VoxelRun] {
    var runs: [VoxelRun] = []
    let rows = grid.shape.y * grid.shape.z
    let n = wordsPerRow
    words.withUnsafeBufferPointer { words in
      for row in 0..<rows {
        var open = -1  // where the run that touches the end of the word before began
        for w in 0..<n {
          var bits = words[row * n + w]
          let base = w * 64
          if open >= 0 {
            let ones = (~bits).trailingZeroBitCount
            if ones == 64 { continue }
            runs.append(VoxelRun(row: row, lower: open, upper: base + ones))
            open = -1
            bits &= ~((1 << UInt64(ones)) - 1)
          }
          while bits != 0 {
            let start = bits.trailingZeroBitCount
            let ones = (~(bits >> UInt64(start))).trailingZeroBitCount
            if start + ones >= 64 {
              open = base + start
              break
            }
            runs.append(VoxelRun(row: row, lower: base + start, upper: base + start + ones))
            bits &= .max << UInt64(start + ones)
          }
        }
        if open >= 0 { runs.append(VoxelRun(row: row, lower: open, upper: n * 64)) }
      }
    }
    return runs
  }

  /// The parts of runs that are inside. One that crosses words of a row comes in several parts.
  func runs(inside given: some Sequence<VoxelRun>) -> [VoxelRun] {
    let n = wordsPerRow
    var parts: [VoxelRun] = []
    words.withUnsafeBufferPointer { words in
      for run in given {
        let row = Int(run.row)
        VoxelRun.forEachWord(of: run) { word, inside in
          var bits = words[row * n + word] & inside
          while bits != 0 {
            let start = bits.trailingZeroBitCount
            let ones = (~(bits >> UInt64(start))).trailingZeroBitCount
            parts.append(VoxelRun(row: row, lower: word * 64 + start, upper: word * 64 + start + ones))
            guard start + ones < 64 else { break }
            bits &= .max << UInt64(start + ones)
          }
        }
      }
    }
    return parts
  }

  /// Puts runs inside.
  mutating func insert(_ runs: some Sequence<VoxelRun>) {
    let n = wordsPerRow
    withMutableWords { words in
      for run in runs {
        VoxelRun.forEachWord(of: run) { word, bits in words[Int(run.row) * n + word] |= bits }
      }
    }
  }

  /// The number of voxels of the runs that are inside.
  func count(inside runs: some Sequence<VoxelRun>) -> Int {
    let n = wordsPerRow
    var count = 0
    words.withUnsafeBufferPointer { words in
      for run in runs {
        VoxelRun.forEachWord(of: run) { word, bits in
          count += (words[Int(run.row) * n + word] & bits).nonzeroBitCount
        }
      }
    }
    return count
  }
}

extension VoxelRun {
  /// Calls `body` with each word of the row that the run touches, and its bits there.
  @inline(__always)
  static func forEachWord(of run: VoxelRun, _ body: (_ word: Int, _ bits: UInt64) -> Void) {
    let lower = Int(run.lower)
    let upper = Int(run.upper)
    for word in lower >> 6...(upper - 1) >> 6 {
      let from = max(lower - word * 64, 0)
      let to = min(upper - word * 64, 64)
      let ones: UInt64 = to - from == 64 ? .max : (1 << UInt64(to - from)) - 1
      body(word, ones << UInt64(from))
    }
  }
}
