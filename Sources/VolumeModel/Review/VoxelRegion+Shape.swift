extension VoxelRegion {
  /// The region grown (`steps` > 0) or shrunk (< 0) by steps of the smallest voxel side: all voxels within that distance
  /// of it, or all of its voxels farther than that from what is outside; exact Euclidean distances in millimetres, so
  /// a step is the same length on every axis.
  /// - Parameter limits: grown voxels stay inside this mask; voxels that were in the region before always stay.
  public func grown(bySteps steps: Int, inside limits: Mask) -> VoxelRegion {
    let grid = limits.grid
    let mask = Mask(self, on: grid)
    guard steps != 0, let box = mask.boundingBox else { return self }
    let reach = Double(abs(steps)) * grid.usableSpacingMM.min()
    let wide = box.padded(byMM: reach, in: grid)
    if steps > 0 {
      let distances = DistanceMap(to: mask, in: wide, reachMM: reach)
      return VoxelRegion(
        mask.union(Mask(grid: grid, box: wide) { distances[$0] <= reach * (1 + 1e-9) }.intersection(limits)))
    }
    let outside = Mask(grid: grid, box: wide) { !mask[$0] }
    guard !outside.isEmpty else { return self }
    let distances = DistanceMap(to: outside, in: wide, reachMM: reach)
    return VoxelRegion(Mask(grid: grid, box: wide) { mask[$0] && distances[$0] > reach * (1 + 1e-9) })
  }

  /// The voxels whose centres lie within `radiusMM` of a voxel's centre, the voxel itself at least.
  public static func ball(at centre: SIMD3<Int>, radiusMM: Double, on grid: VoxelGrid) -> VoxelRegion {
    let spacing = grid.usableSpacingMM
    let box = VoxelBox(lower: centre, upper: centre &+ SIMD3(1, 1, 1)).padded(byMM: radiusMM, in: grid)
    let limit = radiusMM * radiusMM * (1 + 1e-9)
    return VoxelRegion(
      Mask(grid: grid, box: box) { voxel in
        let d = SIMD3<Double>(voxel &- centre) * spacing
        return voxel == centre || (d * d).sum() <= limit
      })
  }
}

extension Mask {
  /// The voxels of a box for which `isInside` holds.
  init(grid: VoxelGrid, box: VoxelBox, where isInside: (SIMD3<Int>) -> Bool) {
    self.init(grid: grid)
    for z in box.lower.z..<box.upper.z {
      for y in box.lower.y..<box.upper.y {
        for x in box.lower.x..<box.upper.x where isInside(SIMD3(x, y, z)) { self[SIMD3(x, y, z)] = true }
      }
    }
  }
}
