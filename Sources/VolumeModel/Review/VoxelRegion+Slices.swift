extension VoxelRegion {
  /// The part on one slice across a voxel axis (0 x, 1 y, 2 z).
  public func part(onSlice index: Int, acrossVoxelAxis axis: Int, on grid: VoxelGrid) -> VoxelRegion {
    filtered { grid.voxel(atLinearIndex: $0)[axis] == index }
  }

  /// The slices across a voxel axis that hold voxels, ascending.
  public func slices(acrossVoxelAxis axis: Int, on grid: VoxelGrid) -> [Int] {
    Set(indices.map { grid.voxel(atLinearIndex: $0)[axis] }).sorted()
  }

  /// The region moved by voxels along each axis; what would leave the grid is left out.
  public func moved(by step: SIMD3<Int>, on grid: VoxelGrid) -> VoxelRegion {
    let whole = VoxelBox(grid)
    return VoxelRegion(
      ascending: indices.lazy.map { grid.voxel(atLinearIndex: $0) &+ step }.filter(whole.contains)
        .map(grid.linearIndex))
  }

  // MARK: - Holes

  /// The voxels outside that no way by faces joins to what lies around the region.
  /// - Parameter slice: a slice across a voxel axis, in which alone is looked for ways; nil looks in all three directions.
  public func holes(onSlice slice: (index: Int, axis: Int)? = nil, on grid: VoxelGrid) -> VoxelRegion {
    let part = slice.map { self.part(onSlice: $0.index, acrossVoxelAxis: $0.axis, on: grid) } ?? self
    let mask = Mask(part, on: grid)
    guard let tight = mask.boundingBox else { return VoxelRegion() }
    // A border of one voxel joins all that lies around; it may lie beyond the grid. A slice has none across it.
    var border = SIMD3(1, 1, 1)
    if let slice { border[slice.axis] = 0 }
    let box = VoxelBox(lower: tight.lower &- border, upper: tight.upper &+ border)
    let (row, plane) = (box.shape.x, box.shape.x * box.shape.y)
    var isOpen = [Bool](repeating: true, count: box.voxelCount)
    func place(_ voxel: SIMD3<Int>) -> Int {
      let p = voxel &- box.lower
      return p.x + row * p.y + plane * p.z
    }
    mask.forEachLinearIndex { isOpen[place(grid.voxel(atLinearIndex: $0))] = false }
    // The first corner lies in the border.
    var stack = [SIMD3<Int>(repeating: 0)]
    isOpen[0] = false
    let steps = (0..<3).flatMap { axis in
      [-1, 1].map { step in
        var direction = SIMD3<Int>(repeating: 0)
        direction[axis] = step
        return direction
      }
    }
    while let p = stack.popLast() {
      for step in steps {
        let next = p &+ step
        guard next.x >= 0, next.y >= 0, next.z >= 0, next.x < box.shape.x, next.y < box.shape.y, next.z < box.shape.z
        else { continue }
        let index = next.x + row * next.y + plane * next.z
        guard isOpen[index] else { continue }
        isOpen[index] = false
        stack.append(next)
      }
    }
    return VoxelRegion(
      ascending: isOpen.indices.lazy.filter { isOpen[$0] }.map { index in
        grid.linearIndex(box.lower &+ SIMD3(index % row, index / row % box.shape.y, index / plane))
      })
  }

  // MARK: - Between slices

  /// The voxels between two slices, by shape-based interpolation (Raya and Udupa, IEEE Trans Med Imaging 9:32, 1990): on
  /// each of the two every voxel gets its distance to the outline in millimetres, positive inside; between them the
  /// distances are interpolated in a straight line, and what is not negative is inside.
  ///
  /// The outline runs half a voxel's side from the centres beside it. Shapes that lie far apart can leave slices between
  /// them empty.
  /// - Parameters:
  ///   - first: the lower of the two slices, which hold voxels of the region.
  ///   - axis: the voxel axis across the slices.
  public func interpolated(between first: Int, and last: Int, acrossVoxelAxis axis: Int, on grid: VoxelGrid)
    -> VoxelRegion
  {
    let ends = [first, last].map { part(onSlice: $0, acrossVoxelAxis: axis, on: grid) }
    guard last > first + 1, ends.allSatisfy({ !$0.isEmpty }) else { return VoxelRegion() }
    let maps = zip(ends, [first, last]).map { end, slice in
      SignedSliceDistances(to: end, onSlice: slice, axis, both: ends[0].union(ends[1]), on: grid)
    }
    var found: [Int] = []
    for slice in first + 1..<last {
      let fraction = Double(slice - first) / Double(last - first)
      maps[0].forEachVoxel { voxel, distance in
        let other = maps[1][voxel]
        guard distance * (1 - fraction) + other * fraction >= -1e-9 else { return }
        var inside = voxel
        inside[axis] = slice
        found.append(grid.linearIndex(inside))
      }
    }
    return VoxelRegion(ascending: found.sorted())
  }
}

/// The distance of each voxel of a slice to the outline of a shape on it, in millimetres, positive inside.
private struct SignedSliceDistances {
  private let box: VoxelBox
  private let axis: Int
  private let inside: DistanceMap
  private let outside: DistanceMap
  private let half: Double

  /// - Parameter both: all voxels of the two slices: the box about them holds whatever can be inside between them.
  init(to shape: VoxelRegion, onSlice slice: Int, _ axis: Int, both: VoxelRegion, on grid: VoxelGrid) {
    let around = Mask(both, on: grid).boundingBox ?? VoxelBox(lower: .zero, upper: .zero)
    var (lower, upper) = (pointwiseMax(around.lower &- 1, .zero), pointwiseMin(around.upper &+ 1, grid.shape))
    (lower[axis], upper[axis]) = (slice, slice + 1)
    box = VoxelBox(lower: lower, upper: upper)
    self.axis = axis
    let mask = Mask(shape, on: grid)
    let box = box
    outside = DistanceMap(to: mask, in: box)
    inside = DistanceMap(to: Mask(grid: grid, box: box) { !mask[$0] }, in: box)
    var spacing = grid.usableSpacingMM
    spacing[axis] = .infinity
    half = spacing.min() / 2
  }

  /// At a voxel of any slice, over its place on this one.
  subscript(voxel: SIMD3<Int>) -> Double {
    var here = voxel
    here[axis] = box.lower[axis]
    // One of the two is zero. A shape that fills the image's slice has no outline in reach.
    let away = outside[here]
    return away > 0 ? half - away : min(inside[here], 1e6) - half
  }

  func forEachVoxel(_ body: (SIMD3<Int>, Double) -> Void) {
    for z in box.lower.z..<box.upper.z {
      for y in box.lower.y..<box.upper.y {
        for x in box.lower.x..<box.upper.x { body(SIMD3(x, y, z), self[SIMD3(x, y, z)]) }
      }
    }
  }
}
