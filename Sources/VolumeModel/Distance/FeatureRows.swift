/// The voxels of a box that distances are measured to, one bit each, rows along x.
struct FeatureRows {
  let shape: SIMD3<Int>
  private let wordsPerRow: Int
  private var words: [UInt64]

  init(shape: SIMD3<Int>) {
    self.shape = shape
    wordsPerRow = (shape.x + 63) / 64
    words = [UInt64](repeating: 0, count: wordsPerRow * shape.y * shape.z)
  }

  /// The voxels of a mask inside a box.
  init(_ mask: Mask, in box: VoxelBox) {
    self.init(shape: box.shape)
    for z in 0..<shape.z {
      for y in 0..<shape.y {
        let row = y + box.lower.y + mask.grid.shape.y * (z + box.lower.z)
        for word in 0..<wordsPerRow {
          let x = box.lower.x + word * 64
          words[(y + shape.y * z) * wordsPerRow + word] =
            mask.bits(row: row, from: x) & Self.ones(min(64, shape.x - word * 64))
        }
      }
    }
  }

  /// The voxels of a lesion inside a box.
  init(_ lesion: Lesion, in box: VoxelBox) {
    self.init(shape: box.shape)
    lesion.forEachVoxel { voxel in
      guard box.contains(voxel) else { return }
      let p = voxel &- box.lower
      words[(p.y + shape.y * p.z) * wordsPerRow + p.x >> 6] |= 1 << UInt64(p.x & 63)
    }
  }

  private static func ones(_ count: Int) -> UInt64 { count >= 64 ? .max : (1 << UInt64(count)) - 1 }

  func isOccupied(y: Int, z: Int) -> Bool {
    let start = (y + shape.y * z) * wordsPerRow
    return (start..<start + wordsPerRow).contains { words[$0] != 0 }
  }

  /// Calls `body` with the x of every feature of a row, ascending.
  @inline(__always)
  func forEachFeature(y: Int, z: Int, _ body: (Int) -> Void) {
    let start = (y + shape.y * z) * wordsPerRow
    for word in 0..<wordsPerRow {
      var bits = words[start + word]
      while bits != 0 {
        body(word * 64 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
  }
}

extension Mask {
  /// The 64 voxels of a row from x on; beyond the row they are outside.
  fileprivate func bits(row: Int, from x: Int) -> UInt64 {
    let word = x >> 6
    let shift = UInt64(x & 63)
    var bits = word < wordsPerRow ? words[row * wordsPerRow + word] >> shift : 0
    if shift > 0, word + 1 < wordsPerRow { bits |= words[row * wordsPerRow + word + 1] << (64 - shift) }
    return bits
  }
}
