extension VoxelRegion {
  /// The voxels whose centres lie within `radiusMM` of a voxel's centre on one slice, the voxel itself at least.
  /// - Parameter axis: the voxel axis across the slice.
  public static func disc(at centre: SIMD3<Int>, radiusMM: Double, acrossVoxelAxis axis: Int, on grid: VoxelGrid)
    -> VoxelRegion
  {
    ball(at: centre, radiusMM: radiusMM, on: grid).part(onSlice: centre[axis], acrossVoxelAxis: axis, on: grid)
  }

  /// The voxels on a straight line between two voxels, both included: one for each step along the longest axis.
  public static func voxels(from start: SIMD3<Int>, to end: SIMD3<Int>) -> [SIMD3<Int>] {
    let way = end &- start
    let steps = max(abs(way.x), abs(way.y), abs(way.z))
    guard steps > 0 else { return [start] }
    return (0...steps).map { step in
      var voxel = start
      for axis in 0..<3 {
        voxel[axis] += Int((Double(way[axis]) * Double(step) / Double(steps)).rounded())
      }
      return voxel
    }
  }

  /// The voxels of one slice whose centres lie inside a polygon, or on its sides: its corners are centres of voxels.
  /// Where sides cross, what they go round an even number of times is outside.
  /// - Parameters:
  ///   - corners: on one slice; fewer than three give the voxels of a line.
  ///   - axis: the voxel axis across the slice.
  public static func polygon(_ corners: [SIMD3<Int>], acrossVoxelAxis axis: Int, on grid: VoxelGrid) -> VoxelRegion {
    guard let first = corners.first else { return VoxelRegion() }
    let (u, v) = ((axis + 1) % 3, (axis + 2) % 3)
    let points = corners.map { SIMD2($0[u], $0[v]) }
    let sides = zip(points, points.dropFirst() + points.prefix(1))
    let lower = points.reduce(points[0]) { pointwiseMin($0, $1) }
    let upper = points.reduce(points[0]) { pointwiseMax($0, $1) }
    var found: [Int] = []
    for b in max(0, lower.y)...max(0, min(upper.y, grid.shape[v] - 1)) {
      for a in max(0, lower.x)...max(0, min(upper.x, grid.shape[u] - 1)) {
        let point = SIMD2(a, b)
        var isInside = false
        for (from, to) in sides {
          // Twice the area of the triangle that the side makes with the point: 0 on its line.
          let area = (to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)
          let isBeside = min(from.x, to.x)...max(from.x, to.x) ~= a && min(from.y, to.y)...max(from.y, to.y) ~= b
          if area == 0, isBeside {
            isInside = true
            break
          }
          guard (from.y > b) != (to.y > b) else { continue }
          if (area > 0) == (to.y > from.y) { isInside.toggle() }
        }
        guard isInside else { continue }
        var voxel = first
        (voxel[u], voxel[v]) = (a, b)
        if VoxelBox(grid).contains(voxel) { found.append(grid.linearIndex(voxel)) }
      }
    }
    return VoxelRegion(ascending: found.sorted())
  }

  /// The voxels that a way by faces through voxels of like intensity joins to one.
  /// - Parameters:
  ///   - tolerance: how far the intensities may be from that of the first voxel.
  ///   - limits: the ways stay inside this mask; the first voxel belongs to the result wherever it lies.
  ///   - reachMM: how far from the first voxel the ways lead.
  /// - Returns: the voxels, and whether the reach kept out some.
  public static func similar(
    to start: SIMD3<Int>, in image: Volume<Float>, tolerance: Float, inside limits: Mask, reachMM: Double
  ) -> (region: VoxelRegion, isLimited: Bool) {
    let grid = image.grid
    let spacing = grid.usableSpacingMM
    let value = image[start]
    guard value.isFinite else { return (VoxelRegion(ascending: [grid.linearIndex(start)]), false) }
    var found: Set<Int> = [grid.linearIndex(start)]
    var stack = [start]
    var isLimited = false
    while let voxel = stack.popLast() {
      for axis in 0..<3 {
        for step in [-1, 1] {
          var next = voxel
          next[axis] += step
          guard next[axis] >= 0, next[axis] < grid.shape[axis], limits[next] else { continue }
          let index = grid.linearIndex(next)
          guard !found.contains(index), abs(image[next] - value) <= tolerance else { continue }
          let way = SIMD3<Double>(next &- start) * spacing
          guard (way * way).sum() <= reachMM * reachMM * (1 + 1e-9) else {
            isLimited = true
            continue
          }
          found.insert(index)
          stack.append(next)
        }
      }
    }
    return (VoxelRegion(ascending: found.sorted()), isLimited)
  }

  /// The voxels at which an image is at least so bright; what is no number is not.
  public func brighter(than threshold: Double, in image: Volume<Float>) -> VoxelRegion {
    image.withScalars { scalars in filtered { scalars.indices.contains($0) && Double(scalars[$0]) >= threshold } }
  }
}
