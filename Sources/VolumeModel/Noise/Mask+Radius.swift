extension Mask {
  /// The mask grown by a radius: all voxels whose centre lies within `radiusMM` of that of a voxel inside. A mask of
  /// one slice grows in its plane.
  func dilated(radiusMM: Double) -> Mask {
    guard radiusMM > 0, let box = boundingBox?.padded(byMM: radiusMM, in: grid) else { return self }
    let distance = DistanceMap(to: self, in: box, reachMM: radiusMM)
    return Mask(of: distance, in: grid) { $0.isFinite }
  }

  /// The mask shrunk by a radius: the voxels whose centre lies farther than `radiusMM` from that of any voxel outside.
  /// Beyond the grid is outside, but for the plane of a single slice.
  func eroded(radiusMM: Double) -> Mask {
    guard radiusMM > 0, let inside = boundingBox else { return self }
    let spacing = grid.usableSpacingMM
    let box = inside.padded(byMM: spacing.max(), in: grid)
    let distance = DistanceMap(to: complement, in: box)
    // A little more, so that rounding never keeps a voxel at exactly the radius.
    let limit = radiusMM * radiusMM * (1 + 1e-9)
    var kept = Mask(of: distance, in: grid) { $0 > limit }.intersection(self)
    for axis in 0..<3 where grid.shape[axis] > 1 || axis < 2 {
      let steps = Int((radiusMM / spacing[axis] * (1 + 1e-9)).rounded(.down))
      kept = kept.away(fromEdgesOf: axis, by: min(steps, grid.shape[axis]))
    }
    return kept
  }

  /// The voxels of the grid that are not inside.
  var complement: Mask {
    var all = Mask(grid: grid)
    all.insert(
      (0..<grid.shape.y * grid.shape.z).lazy.map { VoxelRun(row: $0, lower: 0, upper: self.grid.shape.x) })
    return all.subtracting(self)
  }

  /// Without the first and last `steps` layers across an axis.
  private func away(fromEdgesOf axis: Int, by steps: Int) -> Mask {
    guard steps > 0, let box = boundingBox,
      box.lower[axis] < steps || box.upper[axis] > grid.shape[axis] - steps
    else { return self }
    var result = self
    forEachLinearIndex { index in
      let voxel = grid.voxel(atLinearIndex: index)
      if voxel[axis] < steps || voxel[axis] >= grid.shape[axis] - steps { result[voxel] = false }
    }
    return result
  }

  private init(of distance: DistanceMap, in grid: VoxelGrid, where isInside: (Double) -> Bool) {
    self.init(grid: grid)
    let shape = distance.box.shape
    for (index, squared) in distance.squaredMM2.enumerated() where isInside(squared) {
      let row = index / shape.x
      self[distance.box.lower &+ SIMD3(index - row * shape.x, row % shape.y, row / shape.y)] = true
    }
  }
}
