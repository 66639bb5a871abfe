/// For every voxel of a box the Euclidean distance to the nearest voxel of a mask.
public struct DistanceMap: Sendable {
  public let box: VoxelBox
  /// Squared millimetres, x fastest over the box; infinite where nothing lies within the transform's reach.
  public private(set) var squaredMM2: [Double]

  /// The exact distance, in millimetres and with the grid's own spacing on every axis, to the nearest voxel of `mask`
  /// inside `box`. Voxels of the mask have distance 0. Distances beyond `reachMM` may come out infinite, which makes
  /// the transform faster; with an empty mask all are.
  public init(to mask: Mask, in box: VoxelBox, reachMM: Double = .infinity) {
    self.init(spacingMM: mask.grid.usableSpacingMM, box: box, reachMM: reachMM) { features in
      let shape = box.shape
      for z in 0..<shape.z {
        for y in 0..<shape.y {
          mask.markFeatures(row: y + box.lower.y + mask.grid.shape.y * (z + box.lower.z), from: box.lower.x) { x in
            guard x < shape.x else { return false }
            features[x + shape.x * (y + shape.y * z)] = 0
            return true
          }
        }
      }
    }
  }

  /// The same for one lesion, as if it were alone.
  init(to lesion: Lesion, in box: VoxelBox, grid: VoxelGrid, reachMM: Double) {
    self.init(spacingMM: grid.usableSpacingMM, box: box, reachMM: reachMM) { features in
      let shape = box.shape
      lesion.forEachVoxel { voxel in
        guard box.contains(voxel) else { return }
        let p = voxel &- box.lower
        features[p.x + shape.x * (p.y + shape.y * p.z)] = 0
      }
    }
  }

  private init(
    spacingMM: SIMD3<Double>, box: VoxelBox, reachMM: Double,
    markFeatures: (UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    self.box = box
    squaredMM2 = [Double](repeating: .infinity, count: box.voxelCount)
    squaredMM2.withUnsafeMutableBufferPointer { field in
      markFeatures(field)
      DistanceTransform.transform(field, shape: box.shape, spacingMM: spacingMM, reachMM: reachMM)
    }
  }

  /// The distance in millimetres at a voxel of the box.
  public subscript(voxel: SIMD3<Int>) -> Double {
    precondition(box.contains(voxel), "voxel outside the box")
    let p = voxel &- box.lower
    return squaredMM2[p.x + box.shape.x * (p.y + box.shape.y * p.z)].squareRoot()
  }
}

extension Mask {
  /// Calls `body` with x - `firstX` of each voxel inside on a row, from `firstX` on, until it returns false.
  @inline(__always)
  fileprivate func markFeatures(row: Int, from firstX: Int, _ body: (Int) -> Bool) {
    for w in firstX >> 6..<wordsPerRow {
      var bits = words[row * wordsPerRow + w]
      if w == firstX >> 6 { bits &= .max << UInt64(firstX & 63) }
      while bits != 0 {
        guard body(w * 64 + bits.trailingZeroBitCount - firstX) else { return }
        bits &= bits - 1
      }
    }
  }
}
