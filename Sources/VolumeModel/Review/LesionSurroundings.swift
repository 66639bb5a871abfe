/// The voxels within a distance of a lesion, found row by row: each run of the lesion reaches into the rows around it by as
/// many voxels as the distance leaves there. The cost follows the size of the lesion, where a distance map's follows that
/// of its box.
struct LesionSurroundings {
  private let grid: VoxelGrid
  /// The rows around a voxel's own, with how many voxels lie in reach to either side there.
  private let rows: [(y: Int, z: Int, steps: Int)]

  /// - Parameter reachMM: voxels whose centre lies farther from that of every voxel of the lesion are not in reach.
  init(withinMM reachMM: Double, on grid: VoxelGrid) {
    self.grid = grid
    let spacing = grid.usableSpacingMM
    // A little more, so that rounding drops no voxel at exactly that distance.
    let limit = reachMM * reachMM * (1 + 1e-9)
    func steps(_ square: Double, _ axis: Int) -> Int {
      let most = (square.squareRoot() / spacing[axis]).rounded(.down)
      // Clamped before the conversion, so that an absurd spacing cannot overflow an Int.
      var steps = Int(min(most, Double(grid.shape[axis])))
      // The root may have been rounded down to below a whole step.
      if Double(steps + 1) * spacing[axis] * Double(steps + 1) * spacing[axis] <= square { steps += 1 }
      return min(steps, grid.shape[axis])
    }
    var rows: [(y: Int, z: Int, steps: Int)] = []
    let mostZ = steps(limit, 2)
    for z in -mostZ...mostZ {
      let acrossZ = limit - Double(z) * spacing.z * Double(z) * spacing.z
      guard acrossZ >= 0 else { continue }
      let mostY = steps(acrossZ, 1)
      for y in -mostY...mostY {
        let acrossY = acrossZ - Double(y) * spacing.y * Double(y) * spacing.y
        if acrossY >= 0 { rows.append((y, z, steps(acrossY, 0))) }
      }
    }
    self.rows = rows
  }

  /// Calls `body` with the linear index of every voxel in reach of a lesion, those of the lesion too, that lies inside one
  /// mask and outside another; ascending.
  func forEachVoxel(around lesion: Lesion, inside: Mask, outside: Mask, _ body: (Int) -> Void) {
    let margin = rows.reduce(SIMD3<Int>.zero) { pointwiseMax($0, SIMD3($1.steps, $1.y, $1.z)) }
    let lower = pointwiseMax(lesion.boundingBox.lower &- margin, .zero)
    let upper = pointwiseMin(lesion.boundingBox.upper &+ margin, grid.shape)
    // Whole words of the masks' rows, so that all three lie bit over bit.
    let firstWord = lower.x >> 6
    let width = (upper.x - 1) >> 6 - firstWord + 1
    let height = upper.y - lower.y
    let count = width * height * (upper.z - lower.z)
    guard count > 0 else { return }
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { reached in
      reached.initialize(repeating: 0)
      for run in lesion.runs {
        let place = lesion.position(of: run)
        for row in rows {
          let (y, z) = (place.y + row.y, place.z + row.z)
          guard y >= lower.y, z >= lower.z, y < upper.y, z < upper.z else { continue }
          let start = (y - lower.y + height * (z - lower.z)) * width
          let part = VoxelRun(
            row: 0, lower: max(0, Int(run.lower) - row.steps), upper: min(grid.shape.x, Int(run.upper) + row.steps))
          VoxelRun.forEachWord(of: part) { word, bits in reached[start + word - firstWord] |= bits }
        }
      }
      let wordsPerRow = inside.wordsPerRow
      inside.words.withUnsafeBufferPointer { inside in
        outside.words.withUnsafeBufferPointer { outside in
          for index in 0..<count where reached[index] != 0 {
            let (line, word) = (index / width, index % width + firstWord)
            let row = line % height + lower.y + grid.shape.y * (line / height + lower.z)
            let place = row * wordsPerRow + word
            var bits = reached[index] & inside[place] & ~outside[place]
            while bits != 0 {
              body(row * grid.shape.x + word * 64 + bits.trailingZeroBitCount)
              bits &= bits - 1
            }
          }
        }
      }
    }
  }
}
