/// A box of whole voxels, `lower` included and `upper` excluded on every axis.
public struct VoxelBox: Sendable, Hashable {
  /// The first voxel inside.
  public let lower: SIMD3<Int>
  /// The first voxel beyond, along each axis.
  public let upper: SIMD3<Int>

  /// A box from its first voxel to the one beyond its last.
  public init(lower: SIMD3<Int>, upper: SIMD3<Int>) {
    self.lower = lower
    self.upper = upper
  }

  /// The whole of a grid.
  public init(_ grid: VoxelGrid) { self.init(lower: .zero, upper: grid.shape) }

  /// Voxels along each axis, zero where the box is empty.
  public var shape: SIMD3<Int> {
    SIMD3(max(0, upper.x - lower.x), max(0, upper.y - lower.y), max(0, upper.z - lower.z))
  }

  /// Voxels inside.
  public var voxelCount: Int { shape.x * shape.y * shape.z }

  /// Whether a voxel lies inside.
  public func contains(_ voxel: SIMD3<Int>) -> Bool {
    voxel.x >= lower.x && voxel.y >= lower.y && voxel.z >= lower.z
      && voxel.x < upper.x && voxel.y < upper.y && voxel.z < upper.z
  }

  /// The voxel in the middle of a box of a grid. Where an axis has two, it is the same place in the patient whatever way
  /// the file stores the axis: the one nearer to the left, the front or the head.
  public func middle(on grid: VoxelGrid) -> SIMD3<Int> {
    var voxel = (lower &+ upper) / 2
    for (axis, direction) in (grid.orientation?.directions ?? []).enumerated() {
      let isNearer = direction == .left || direction == .anterior || direction == .superior
      if !isNearer { voxel[axis] = max(lower[axis], (lower[axis] + upper[axis] - 1) / 2) }
    }
    return voxel
  }

  /// The smallest box that holds both.
  public func union(_ other: VoxelBox) -> VoxelBox {
    VoxelBox(lower: pointwiseMin(lower, other.lower), upper: pointwiseMax(upper, other.upper))
  }

  /// The box grown on every side by as many whole voxels as `marginMM` reaches, kept inside the grid.
  public func padded(byMM marginMM: Double, in grid: VoxelGrid) -> VoxelBox {
    let spacing = grid.usableSpacingMM
    var lower = self.lower
    var upper = self.upper
    for axis in 0..<3 {
      // Clamped before the conversion, so that an absurd spacing cannot overflow an Int.
      let steps = (marginMM / spacing[axis]).rounded(.up)
      let margin = steps.isFinite ? Int(min(max(steps, 0), Double(grid.shape[axis]))) : grid.shape[axis]
      lower[axis] = max(0, lower[axis] - margin)
      upper[axis] = min(grid.shape[axis], upper[axis] + margin)
    }
    return VoxelBox(lower: lower, upper: upper)
  }
}

extension VoxelGrid {
  /// The spacing with 1 mm in place of a length that is not a positive number, so that distances stay defined.
  package var usableSpacingMM: SIMD3<Double> {
    var spacing = spacingMM
    for axis in 0..<3 where !(spacing[axis].isFinite && spacing[axis] > 0) { spacing[axis] = 1 }
    return spacing
  }
}

extension Mask {
  /// The smallest box that holds every voxel inside, or nil for an empty mask.
  public var boundingBox: VoxelBox? {
    var lower = SIMD3(Int.max, Int.max, Int.max)
    var upper = SIMD3(Int.min, Int.min, Int.min)
    let rowsPerSlice = grid.shape.y
    words.withUnsafeBufferPointer { words in
      for z in 0..<grid.shape.z {
        for y in 0..<rowsPerSlice {
          let start = (y + rowsPerSlice * z) * wordsPerRow
          for word in 0..<wordsPerRow where words[start + word] != 0 {
            let bits = words[start + word]
            lower.x = min(lower.x, word * 64 + bits.trailingZeroBitCount)
            upper.x = max(upper.x, word * 64 + 64 - bits.leadingZeroBitCount)
            lower.y = min(lower.y, y)
            upper.y = max(upper.y, y + 1)
            lower.z = min(lower.z, z)
            upper.z = z + 1
          }
        }
      }
    }
    return upper.x > 0 ? VoxelBox(lower: lower, upper: upper) : nil
  }
}
