extension Mask {
  /// The same bits said to lie on a grid of the same shape; for grids that match but for rounding.
  func moved(to grid: VoxelGrid) -> Mask {
    guard grid != self.grid, grid.shape == self.grid.shape else { return self }
    var moved = Mask(grid: grid)
    moved.withMutableWords { target in
      words.withUnsafeBufferPointer { source in _ = target.update(fromContentsOf: source) }
    }
    return moved
  }

  /// The mask on another grid: a voxel takes the value of the nearest voxel of this one, and lies outside where this
  /// grid ends.
  func resampledNearest(on grid: VoxelGrid) -> Mask {
    var result = Mask(grid: grid)
    guard let origin = self.grid.affine.voxel(atWorldMM: grid.affine.origin) else { return result }
    // The map between two grids is affine itself: three steps and an origin.
    func step(_ column: SIMD3<Double>) -> SIMD3<Double> {
      (self.grid.affine.voxel(atWorldMM: grid.affine.origin + column) ?? origin) - origin
    }
    let columns = grid.affine.columns
    let (stepX, stepY, stepZ) = (step(columns.0), step(columns.1), step(columns.2))
    for z in 0..<grid.shape.z {
      for y in 0..<grid.shape.y {
        let start = origin + stepY * Double(y) + stepZ * Double(z)
        for x in 0..<grid.shape.x {
          // Half-way points go to the upper neighbour on every axis alike.
          let place = (start + stepX * Double(x) + 0.5).rounded(.down)
          guard place.min() >= 0, place.max() < 1e9 else { continue }
          let voxel = SIMD3<Int>(place)
          if self.grid.contains(voxel), self[voxel] { result[SIMD3(x, y, z)] = true }
        }
      }
    }
    return result
  }
}
