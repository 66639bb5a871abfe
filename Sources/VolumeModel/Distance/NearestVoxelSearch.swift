/// Finds the nearest voxel of a mask by looking along the rows around a voxel, nearest row first. Far faster than a
/// distance transform where two surfaces lie close together, which is the usual case. A few voxels far away are
/// compared with all of the mask; for many of them a transform of the box answers.
struct NearestVoxelSearch {
  private let mask: Mask
  private let spacingMM: SIMD3<Double>
  /// The rows to look at, nearest first: steps along y and z, and their squared length.
  private let rows: [RowOffset]
  /// No row farther away than this (squared) is in the list.
  private let reachMM2: Double
  private let isOccupied: [Bool]
  private let box: VoxelBox

  private struct RowOffset {
    let y: Int
    let z: Int
    let squareY: Double
    let squareZ: Double
  }

  /// Rows within this distance are searched.
  private static let mostRows = 1200

  /// - Parameter box: holds the mask and all voxels that will be asked about.
  init(in mask: Mask, box: VoxelBox) {
    self.mask = mask
    self.box = box
    let spacing = mask.grid.usableSpacingMM
    spacingMM = spacing
    // The radius of the disc that holds about as many rows.
    let reach = (Double(Self.mostRows) * spacing.y * spacing.z / .pi).squareRoot()
    reachMM2 = reach * reach
    let mostY = Int(min(reach / spacing.y, Double(box.shape.y)))
    let mostZ = Int(min(reach / spacing.z, Double(box.shape.z)))
    var rows: [RowOffset] = []
    for z in -mostZ...mostZ {
      for y in -mostY...mostY {
        let (dy, dz) = (Double(y) * spacing.y, Double(z) * spacing.z)
        if dy * dy + dz * dz <= reach * reach { rows.append(RowOffset(y: y, z: z, squareY: dy * dy, squareZ: dz * dz)) }
      }
    }
    rows.sort { $0.squareY + $0.squareZ < $1.squareY + $1.squareZ }
    self.rows = rows
    var isOccupied = [Bool](repeating: false, count: mask.grid.shape.y * mask.grid.shape.z)
    for run in mask.runs() { isOccupied[Int(run.row)] = true }
    self.isOccupied = isOccupied
  }

  /// The distances in millimetres from voxels, given as runs inside the box, to the nearest voxel of the mask, which
  /// must not be empty.
  func distances(from runs: [VoxelRun]) -> [Double] {
    var distances: [Double] = []
    var unresolved: [(position: Int, voxel: SIMD3<Int>)] = []
    // A failed search has looked at every row in reach; after enough of them the transform is the better way.
    let mostFailures = 1000
    let height = mask.grid.shape.y
    mask.words.withUnsafeBufferPointer { words in
      isOccupied.withUnsafeBufferPointer { isOccupied in
        rows.withUnsafeBufferPointer { rows in
          for run in runs {
            let z = Int(run.row) / height
            let y = Int(run.row) - z * height
            for x in Int(run.lower)..<Int(run.upper) {
              let voxel = SIMD3(x, y, z)
              let square =
                unresolved.count < mostFailures
                ? smallestSquare(from: voxel, words: words, isOccupied: isOccupied, rows: rows) : .infinity
              if square > reachMM2 { unresolved.append((distances.count, voxel)) }
              distances.append(square.squareRoot())
            }
          }
        }
      }
    }
    guard !unresolved.isEmpty else { return distances }
    let targets = mask.runs()
    if unresolved.count * targets.count < 10 * box.voxelCount {
      for (position, voxel) in unresolved {
        distances[position] = smallestSquare(from: voxel, to: targets).squareRoot()
      }
    } else {
      let map = DistanceMap(to: mask, in: box)
      for (position, voxel) in unresolved { distances[position] = map[voxel] }
    }
    return distances
  }

  /// The smallest squared distance over all runs of the mask, for the few voxels that lie far from it.
  private func smallestSquare(from voxel: SIMD3<Int>, to targets: [VoxelRun]) -> Double {
    let height = mask.grid.shape.y
    var smallest = Double.infinity
    for run in targets {
      let z = Int(run.row) / height
      let dz = Double(voxel.z - z) * spacingMM.z
      let dy = Double(voxel.y - (Int(run.row) - z * height)) * spacingMM.y
      let dx = Double(max(0, Int(run.lower) - voxel.x, voxel.x - Int(run.upper) + 1)) * spacingMM.x
      smallest = min(smallest, dx * dx + dy * dy + dz * dz)
    }
    return smallest
  }

  /// The smallest squared distance over the rows in reach; right when it is at most `reachMM2`.
  @inline(__always)
  private func smallestSquare(
    from voxel: SIMD3<Int>, words: UnsafeBufferPointer<UInt64>, isOccupied: UnsafeBufferPointer<Bool>,
    rows: UnsafeBufferPointer<RowOffset>
  ) -> Double {
    let shape = mask.grid.shape
    var smallest = Double.infinity
    for offset in rows {
      guard offset.squareY + offset.squareZ < smallest else { break }
      let y = voxel.y + offset.y
      let z = voxel.z + offset.z
      guard y >= 0, z >= 0, y < shape.y, z < shape.z, isOccupied[y + shape.y * z] else { continue }
      let steps = stepsToNearestBit(from: voxel.x, start: (y + shape.y * z) * mask.wordsPerRow, words: words)
      let dx = Double(steps) * spacingMM.x
      smallest = min(smallest, dx * dx + offset.squareY + offset.squareZ)
    }
    return smallest
  }

  /// How far along x the nearest voxel of an occupied row lies.
  @inline(__always)
  private func stepsToNearestBit(from x: Int, start: Int, words: UnsafeBufferPointer<UInt64>) -> Int {
    let own = x >> 6
    let bit = UInt64(x & 63)
    var steps = Int.max
    // To the left, the voxel itself included.
    var word = own
    var bits = words[start + own] & (.max >> (63 - bit))
    while bits == 0, word > 0 {
      word -= 1
      bits = words[start + word]
    }
    if bits != 0 { steps = x - (word * 64 + 63 - bits.leadingZeroBitCount) }
    // To the right.
    word = own
    bits = words[start + own] & (.max << bit)
    while bits == 0, word < mask.wordsPerRow - 1 {
      word += 1
      bits = words[start + word]
    }
    if bits != 0 { steps = min(steps, word * 64 + bits.trailingZeroBitCount - x) }
    return steps
  }
}
