/// Where a raw scan shows the head, and where in it the brain may be looked for first.
struct HeadOutline {
  /// For every voxel the distance in mm to the air around the head; along the vertical axis the image's ends are not air.
  let depthMM: Volume<Float>
  /// Brighter than this is no air.
  let threshold: Float
  /// The centre of the upper head.
  let centreMM: SIMD3<Double>
  /// The highest level of the head above the image's lowest slice.
  let topMM: Double
  /// How wide the upper head is, without its outermost tenth.
  let widthMM: Double
  /// How far voxels lie inside an ellipsoid that is sure to lie in the brain of most people: 1 at its centre, 0 outside.
  let core: Volume<Float>

  /// A head has to show at least this area in a slice, in mm2, for the slice to count.
  private static let leastAreaMM2 = 2000.0

  /// Nil when the scan shows nothing that could be a head.
  init?(_ scan: Volume<Float>) {
    let grid = scan.grid
    let (shape, spacing) = (grid.shape, grid.spacingMM)
    // A tenth of the robust range, as in BET (Smith, Human Brain Mapping 2002).
    var values = scan.scalars
    let (low, high) = values.withUnsafeMutableBufferPointer { ($0.percentile(2), $0.percentile(98)) }
    guard high > low else { return nil }
    let threshold = low + 0.1 * (high - low)
    self.threshold = threshold
    let head = Mask(scan, where: { $0 > threshold })
      .component(heaviestBy: Volume(grid: grid, filledWith: 1))
    var areas = [Int](repeating: 0, count: shape.z)
    head.forEachLinearIndex { areas[$0 / (shape.x * shape.y)] += 1 }
    let pixel = spacing.x * spacing.y
    guard let highest = areas.lastIndex(where: { Double($0) * pixel > Self.leastAreaMM2 }) else { return nil }
    let topMM = Double(highest + 1) * spacing.z
    self.topMM = topMM

    var columns: [Int] = []
    var sum = SIMD3<Double>.zero
    head.forEachLinearIndex { index in
      let voxel = grid.voxel(atLinearIndex: index)
      let height = Double(voxel.z) * spacing.z
      guard height > topMM - 90, height < topMM - 30 else { return }
      columns.append(voxel.x)
      sum += SIMD3<Double>(voxel) * spacing
    }
    guard !columns.isEmpty else { return nil }
    columns.sort()
    centreMM = sum / Double(columns.count)
    widthMM = Double(columns[columns.count * 95 / 100] - columns[columns.count * 5 / 100]) * spacing.x
    core = Self.core(grid, centreMM: SIMD3(centreMM.x, centreMM.y, topMM - 65))
    depthMM = Self.depth(of: head)
  }

  private static func core(_ grid: VoxelGrid, centreMM: SIMD3<Double>) -> Volume<Float> {
    var core = Volume<Float>(grid: grid, filledWith: 0)
    core.withMutableScalars { core in
      for index in core.indices {
        let place = SIMD3<Double>(grid.voxel(atLinearIndex: index)) * grid.spacingMM - centreMM
        let relative = place / SIMD3(40, 50, 35)
        core[index] = Float(max(0, 1 - (relative * relative).sum()))
      }
    }
    return core
  }

  /// The distance to the air, the head closed in each slice (sinuses and ears) and filled first.
  private static func depth(of head: Mask) -> Volume<Float> {
    let grid = head.grid
    let spacing = grid.spacingMM
    // Closed in the slice alone: a grid whose slices are far apart keeps them from one another.
    let flat = VoxelGrid(shape: grid.shape, affine: Affine(spacingMM: SIMD3(spacing.x, spacing.y, 1e3)))
    let closed = head.moved(to: flat).closed(radiusMM: 10).fillingHoles(slicewise: true).moved(to: grid)
    var air = closed.complement
    // Beyond the image's sides there is air; its ends at the neck and above may cut the head.
    for z in 0..<grid.shape.z {
      for y in 0..<grid.shape.y {
        for x in 0..<grid.shape.x where x == 0 || y == 0 || x == grid.shape.x - 1 || y == grid.shape.y - 1 {
          air[SIMD3(x, y, z)] = true
        }
      }
    }
    return air.distancesMM()
  }
}

extension Mask {
  /// The mask dilated, then eroded by a radius: gaps up to twice as wide are closed. Beyond the grid is unknown, so that
  /// nothing is eroded from there.
  func closed(radiusMM: Double) -> Mask {
    guard !isEmpty else { return self }
    let reach = Float(radiusMM)
    let dilated = distancesMM()
    let outside = Mask(dilated, where: { $0 > reach })
    let back = outside.distancesMM()
    return Mask(back, where: { $0 > reach }).union(self)
  }
}
