/// A binary mask: one bit a voxel. Rows along x are padded to whole 64-bit words, and padding bits are always zero,
/// so that set algebra, counting and neighbour steps work on words.
public struct Mask: Sendable, Hashable {
  /// Where the voxels lie.
  public let grid: VoxelGrid
  /// Words of one row along x.
  public let wordsPerRow: Int
  /// All rows, y fastest, then z; bit b of word w of a row is voxel x = 64 w + b.
  public private(set) var words: [UInt64]

  /// An empty mask.
  public init(grid: VoxelGrid) {
    self.grid = grid
    wordsPerRow = (grid.shape.x + 63) / 64
    words = [UInt64](repeating: 0, count: wordsPerRow * grid.shape.y * grid.shape.z)
  }

  /// The voxels for whose scalar `isInside` holds.
  public init<Scalar>(_ volume: Volume<Scalar>, where isInside: (Scalar) -> Bool) {
    self.init(grid: volume.grid)
    let width = grid.shape.x
    let rows = grid.shape.y * grid.shape.z
    volume.withScalars { scalars in
      words.withUnsafeMutableBufferPointer { words in
        for row in 0..<rows {
          for word in 0..<wordsPerRow {
            let start = row * width + word * 64
            var bits: UInt64 = 0
            // Without a branch: at the edge of a threshold every other one would be mispredicted.
            for bit in 0..<min(64, width - word * 64) {
              bits |= (isInside(scalars[start + bit]) ? 1 : 0) << UInt64(bit)
            }
            words[row * wordsPerRow + word] = bits
          }
        }
      }
    }
  }

  /// Whether a voxel, which must lie on the grid, is inside.
  public subscript(voxel: SIMD3<Int>) -> Bool {
    get {
      let (word, bit) = position(voxel)
      return words[word] >> bit & 1 == 1
    }
    set {
      let (word, bit) = position(voxel)
      if newValue { words[word] |= 1 << bit } else { words[word] &= ~(1 << bit) }
    }
  }

  private func position(_ voxel: SIMD3<Int>) -> (word: Int, bit: UInt64) {
    precondition(grid.contains(voxel), "voxel outside the grid")
    return ((voxel.y + grid.shape.y * voxel.z) * wordsPerRow + voxel.x >> 6, UInt64(voxel.x & 63))
  }

  /// The number of voxels inside.
  public var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  /// Whether no voxel is inside.
  public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
  /// Millilitres inside.
  public var volumeML: Double { Double(count) * grid.voxelVolumeMM3 / 1000 }

  /// Calls `body` with all words; padding bits must stay zero.
  public mutating func withMutableWords<Result>(
    _ body: (UnsafeMutableBufferPointer<UInt64>) throws -> Result
  ) rethrows -> Result {
    try words.withUnsafeMutableBufferPointer { try body($0) }
  }
}

// MARK: - Set algebra

extension Mask {
  /// The voxels of either mask; both lie on one grid.
  public func union(_ other: Mask) -> Mask { combined(with: other, |) }
  /// The voxels of both masks.
  public func intersection(_ other: Mask) -> Mask { combined(with: other, &) }
  /// The voxels of this mask that are not in the other.
  public func subtracting(_ other: Mask) -> Mask { combined(with: other) { $0 & ~$1 } }
  /// The voxels of exactly one of the masks.
  public func symmetricDifference(_ other: Mask) -> Mask { combined(with: other, ^) }

  /// The number of voxels inside both masks, which must have one shape.
  public func intersectionCount(_ other: Mask) -> Int {
    precondition(grid.shape == other.grid.shape, "masks of one shape")
    var count = 0
    for (a, b) in zip(words, other.words) { count += (a & b).nonzeroBitCount }
    return count
  }

  private func combined(with other: Mask, _ operation: (UInt64, UInt64) -> UInt64) -> Mask {
    precondition(grid.shape == other.grid.shape, "masks of one shape")
    var result = self
    result.words.withUnsafeMutableBufferPointer { mine in
      other.words.withUnsafeBufferPointer { theirs in
        for i in mine.indices { mine[i] = operation(mine[i], theirs[i]) }
      }
    }
    return result
  }
}

// MARK: - Walking

extension Mask {
  /// Calls `body` with the linear index of every voxel inside, in ascending order.
  public func forEachLinearIndex(_ body: (Int) throws -> Void) rethrows {
    let width = grid.shape.x
    try words.withUnsafeBufferPointer { words in
      for position in words.indices where words[position] != 0 {
        let row = position / wordsPerRow
        let base = row * width + (position - row * wordsPerRow) * 64
        var bits = words[position]
        while bits != 0 {
          try body(base + bits.trailingZeroBitCount)
          bits &= bits - 1
        }
      }
    }
  }
}
