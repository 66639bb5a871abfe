/// The connected components of a mask, found from runs along x joined by a union-find forest: time and memory follow
/// the number of runs, not of voxels.
public struct Lesions: Sendable {
  /// The grid of the mask.
  public let grid: VoxelGrid
  /// Which voxels count as neighbours.
  public let connectivity: Connectivity
  /// In the order of their first voxels (x fastest, then y, then z); `lesions[i].id` is `i + 1`.
  public let lesions: [Lesion]

  /// The components of a mask, in the order of their first voxels.
  public init(of mask: Mask, connectivity: Connectivity) {
    grid = mask.grid
    self.connectivity = connectivity
    let runs = mask.runs()
    let roots = Self.roots(of: runs, grid: mask.grid, connectivity: connectivity)

    // A root is the first run of its component, so numbering roots as they come orders components by first voxel.
    var label = [Int32](repeating: 0, count: runs.count)
    var lengths: [Int] = []
    for index in runs.indices {
      let root = Int(roots[index])
      if root == index {
        label[index] = Int32(lengths.count)
        lengths.append(1)
      } else {
        label[index] = label[root]
        lengths[Int(label[root])] += 1
      }
    }
    var next: [Int] = []
    next.reserveCapacity(lengths.count)
    var total = 0
    for length in lengths {
      next.append(total)
      total += length
    }
    let starts = next
    var grouped = runs
    for index in runs.indices {
      let component = Int(label[index])
      grouped[next[component]] = runs[index]
      next[component] += 1
    }
    let grid = mask.grid
    lesions = starts.indices.map { component in
      Lesion(id: component + 1, runs: grouped[starts[component]..<next[component]], grid: grid)
    }
  }

  /// How many there are.
  public var count: Int { lesions.count }

  /// All lesions, as a mask.
  public var mask: Mask { removing(voxelCountAtMost: 0) }

  /// The lesions with more than `voxelCountAtMost` voxels, as a mask.
  public func removing(voxelCountAtMost: Int) -> Mask {
    var mask = Mask(grid: grid)
    for lesion in lesions where lesion.voxelCount > voxelCountAtMost { mask.insert(lesion.runs) }
    return mask
  }

  /// The lesion that holds a voxel.
  public func lesion(at voxel: SIMD3<Int>) -> Lesion? { lesions.first { $0.contains(voxel) } }

  /// For every run the first run of its component.
  fileprivate static func roots(of runs: [VoxelRun], grid: VoxelGrid, connectivity: Connectivity) -> [Int32] {
    let ny = grid.shape.y
    let rows = ny * grid.shape.z
    var firstRun = [Int32](repeating: 0, count: rows + 1)
    for run in runs { firstRun[Int(run.row) + 1] += 1 }
    for row in 0..<rows { firstRun[row + 1] += firstRun[row] }

    var parent = [Int32](runs.indices.map { Int32($0) })
    runs.withUnsafeBufferPointer { runs in
      parent.withUnsafeMutableBufferPointer { parent in
        func root(_ run: Int) -> Int {
          var run = run
          while Int(parent[run]) != run {
            parent[run] = parent[Int(parent[run])]
            run = Int(parent[run])
          }
          return run
        }
        // Joins the runs of two rows that overlap, or (`slack` 1) that overlap or touch diagonally.
        func join(_ row: Int, _ other: Int, slack: Int32) {
          var a = Int(firstRun[row])
          var b = Int(firstRun[other])
          let endA = Int(firstRun[row + 1])
          let endB = Int(firstRun[other + 1])
          while a < endA, b < endB {
            if runs[a].lower < runs[b].upper + slack && runs[b].lower < runs[a].upper + slack {
              let (p, q) = (root(a), root(b))
              if p < q { parent[q] = Int32(p) } else { parent[p] = Int32(q) }
            }
            if runs[a].upper < runs[b].upper { a += 1 } else { b += 1 }
          }
        }
        let faceSlack: Int32 = connectivity == .faces ? 0 : 1
        let edgeSlack: Int32 = connectivity == .corners ? 1 : 0
        for row in 0..<rows where firstRun[row] < firstRun[row + 1] {
          let y = row % ny
          if y > 0 { join(row, row - 1, slack: faceSlack) }
          guard row >= ny else { continue }
          join(row, row - ny, slack: faceSlack)
          guard connectivity != .faces else { continue }
          if y > 0 { join(row, row - ny - 1, slack: edgeSlack) }
          if y < ny - 1 { join(row, row - ny + 1, slack: edgeSlack) }
        }
        for run in runs.indices { parent[run] = Int32(root(run)) }
      }
    }
    return parent
  }
}

extension Mask {
  /// The components with more than `count` voxels, without the cost of describing each one.
  public func removingComponents(voxelCountAtMost count: Int, connectivity: Connectivity) -> Mask {
    let runs = self.runs()
    let roots = Lesions.roots(of: runs, grid: grid, connectivity: connectivity)
    var sizes = [Int](repeating: 0, count: runs.count)
    for (run, root) in zip(runs, roots) { sizes[Int(root)] += run.count }
    var kept = Mask(grid: grid)
    kept.insert(zip(runs, roots).lazy.filter { sizes[Int($1)] > count }.map(\.0))
    return kept
  }
}
