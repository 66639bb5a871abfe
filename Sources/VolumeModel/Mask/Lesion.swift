/// One connected component of a mask.
public struct Lesion: Sendable, Identifiable {
  /// 1 and up, in the order of the lesions' first voxels (x fastest, then y, then z).
  public let id: Int
  /// Voxels of the component.
  public let voxelCount: Int
  /// Its volume in cubic millimetres.
  public let volumeMM3: Double
  /// The smallest box around it.
  public let boundingBox: VoxelBox
  /// The mean voxel position.
  public let centroid: SIMD3<Double>
  /// The voxels, as runs along x in linear-index order.
  public let runs: ArraySlice<VoxelRun>
  /// Voxels along y, which turns a run's row into y and z.
  private let height: Int

  init(id: Int, runs: ArraySlice<VoxelRun>, grid: VoxelGrid) {
    self.id = id
    self.runs = runs
    height = grid.shape.y
    var count = 0
    var sum = SIMD3<Double>.zero
    var lower = SIMD3(Int.max, Int.max, Int.max)
    var upper = SIMD3(Int.min, Int.min, Int.min)
    for run in runs {
      let z = Int(run.row) / height
      let y = Int(run.row) - z * height
      let first = SIMD3(Int(run.lower), y, z)
      lower = pointwiseMin(lower, first)
      upper = pointwiseMax(upper, SIMD3(Int(run.upper), y + 1, z + 1))
      count += run.count
      let n = Double(run.count)
      sum += SIMD3(n * (Double(run.lower) + Double(run.upper) - 1) / 2, n * Double(y), n * Double(z))
    }
    voxelCount = count
    volumeMM3 = Double(count) * grid.voxelVolumeMM3
    boundingBox = VoxelBox(lower: lower, upper: upper)
    centroid = sum / Double(max(count, 1))
  }

  /// Whether a voxel belongs to it.
  public func contains(_ voxel: SIMD3<Int>) -> Bool {
    guard boundingBox.contains(voxel) else { return false }
    let row = Int32(truncatingIfNeeded: voxel.y + height * voxel.z)
    return runs.contains { $0.row == row && $0.lower <= voxel.x && voxel.x < $0.upper }
  }

  /// The number of the lesion's voxels inside a mask on the same grid.
  public func overlapCount(with mask: Mask) -> Int { mask.count(inside: runs) }

  /// Whether the lesion shares a voxel with a mask on the same grid.
  public func overlaps(_ mask: Mask) -> Bool { overlapCount(with: mask) > 0 }

  /// The slice across a voxel axis (0 x, 1 y, 2 z) that holds most of the lesion's voxels; among equals the one
  /// nearest the centroid.
  public func largestSlice(alongVoxelAxis axis: Int) -> Int {
    let lower = boundingBox.lower[axis]
    var counts = [Int](repeating: 0, count: boundingBox.shape[axis])
    for run in runs {
      switch axis {
      case 0: for x in Int(run.lower)..<Int(run.upper) { counts[x - lower] += 1 }
      case 1: counts[Int(run.row) % height - lower] += run.count
      default: counts[Int(run.row) / height - lower] += run.count
      }
    }
    var best = 0
    for index in counts.indices {
      let nearer = abs(Double(index + lower) - centroid[axis]) < abs(Double(best + lower) - centroid[axis])
      if counts[index] > counts[best] || counts[index] == counts[best] && nearer { best = index }
    }
    return best + lower
  }

  /// The voxel of the lesion on its largest slice that lies nearest the middle of what is on that slice.
  public func voxelOnLargestSlice(alongVoxelAxis axis: Int) -> SIMD3<Int> {
    let slice = largestSlice(alongVoxelAxis: axis)
    var sum = SIMD3<Double>.zero
    var count = 0.0
    forEachVoxel {
      guard $0[axis] == slice else { return }
      sum += SIMD3(Double($0.x), Double($0.y), Double($0.z))
      count += 1
    }
    let middle = sum / max(count, 1)
    var nearest = boundingBox.lower
    var smallest = Double.infinity
    forEachVoxel {
      guard $0[axis] == slice else { return }
      let d = SIMD3(Double($0.x), Double($0.y), Double($0.z)) - middle
      let distance = (d * d).sum()
      if distance < smallest { (nearest, smallest) = ($0, distance) }
    }
    return nearest
  }

  /// The row of a run along x.
  func position(of run: VoxelRun) -> (y: Int, z: Int) {
    let z = Int(run.row) / height
    return (Int(run.row) - z * height, z)
  }

  /// Calls `body` with every voxel, in linear-index order.
  public func forEachVoxel(_ body: (SIMD3<Int>) -> Void) {
    for run in runs {
      let z = Int(run.row) / height
      let y = Int(run.row) - z * height
      for x in Int(run.lower)..<Int(run.upper) { body(SIMD3(x, y, z)) }
    }
  }
}
