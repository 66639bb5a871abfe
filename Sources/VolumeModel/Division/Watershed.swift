/// The parts that a relief falls into when it is cut at its passes: for every number of parts, or for every least depth of a
/// pass, from one flooding.
///
/// The relief is flooded from its peaks downwards (Vincent and Soille, IEEE TPAMI 13:583, 1991, upside down): every voxel
/// belongs to the peak whose flood reaches it first. A pass is as deep as it lies below the lower of the two peaks that it
/// parts; passes less deep than asked for are closed, the shallowest first, which leaves the peaks whose dynamics
/// (Grimaud, Proc. SPIE 1769:292, 1992) are at least that depth.
public struct Watershed: Sendable {
  /// How deep the passes are between parts, deepest first, in the unit of the relief; infinite where parts do not touch.
  /// Cutting at the first n of them makes n + 1 parts.
  public let depths: [Double]
  /// The peak that each voxel belongs to.
  private let basins: [Int32]
  private let basinCount: Int
  /// The basins on both sides of each pass, as ``depths``; those that do not touch have no pass.
  private let passes: [(Int32, Int32)?]

  /// - Parameters:
  ///   - relief: a height for each voxel of the lattice; no NaN.
  ///   - lattice: the voxels, and which are neighbours.
  package init(_ relief: [Double], on lattice: VoxelLattice) {
    let levels = Self.levels(of: relief)
    (basins, basinCount) = Self.flooded(levels, lattice)
    var peaks = [Double](repeating: -.infinity, count: basinCount)
    for (voxel, basin) in basins.enumerated() { peaks[Int(basin)] = max(peaks[Int(basin)], relief[voxel]) }
    let joins = Self.joins(relief, basins, peaks, lattice)
    let parts = basinCount - joins.count
    let deepest = joins.sorted { $0.depth > $1.depth }
    // A plateau has several peaks of one height and passes of no depth: no number of parts needs to cut there.
    passes = (1..<max(1, parts)).map { _ in nil } + deepest.map { ($0.first, $0.second) }
    depths =
      [Double](repeating: .infinity, count: max(0, parts - 1)) + deepest.lazy.map(\.depth).filter { $0 > 1e-9 }
  }

  /// How many parts there are when only passes at least this deep are cut.
  public func partCount(depth: Double) -> Int { 1 + depths.count { $0 >= depth } }

  /// The part of each voxel when the deepest passes are cut until there are so many parts, or as many as there can be.
  package func labels(parts count: Int) -> [Int32] {
    let cut = min(max(0, count - 1), depths.count)
    var sets = DisjointSets(count: basinCount)
    for case (let first, let second)? in passes.dropFirst(cut) { sets.join(first, second) }
    let roots = (0..<Int32(basinCount)).map { sets.root($0) }
    return basins.map { roots[Int($0)] }
  }

  // MARK: - Flooding

  /// The place of each height among the different ones, lowest first.
  private static func levels(of relief: [Double]) -> [Int32] {
    let order = relief.indices.sorted { relief[$0] < relief[$1] }
    var levels = [Int32](repeating: 0, count: relief.count)
    var level: Int32 = 0
    for (place, voxel) in order.enumerated() {
      if place > 0, relief[voxel] > relief[order[place - 1]] { level += 1 }
      levels[voxel] = level
    }
    return levels
  }

  private static func flooded(_ levels: [Int32], _ lattice: VoxelLattice) -> (basins: [Int32], count: Int) {
    var queues = [[Int32]](repeating: [], count: Int(levels.max() ?? -1) + 1)
    // Peaks are plateaus without a higher neighbour.
    let plateaus = lattice.components(ofLabels: levels)
    let plateauCount = Int(plateaus.max() ?? -1) + 1
    var isPeak = [Bool](repeating: true, count: plateauCount)
    for voxel in levels.indices {
      lattice.forEachNeighbour(of: voxel) { neighbour, _ in
        if levels[neighbour] > levels[voxel] { isPeak[Int(plateaus[voxel])] = false }
      }
    }
    var number = [Int32](repeating: -1, count: plateauCount)
    var count: Int32 = 0
    var basins = [Int32](repeating: -1, count: levels.count)
    for voxel in levels.indices where isPeak[Int(plateaus[voxel])] {
      let plateau = Int(plateaus[voxel])
      if number[plateau] < 0 {
        number[plateau] = count
        count += 1
      }
      basins[voxel] = number[plateau]
      queues[Int(levels[voxel])].append(Int32(voxel))
    }
    // Nothing higher than the water is dry: each level is done before the next lower one begins.
    for level in queues.indices.reversed() {
      var head = 0
      while head < queues[level].count {
        let voxel = Int(queues[level][head])
        head += 1
        lattice.forEachNeighbour(of: voxel) { neighbour, _ in
          guard basins[neighbour] < 0 else { return }
          basins[neighbour] = basins[voxel]
          queues[Int(levels[neighbour])].append(Int32(neighbour))
        }
      }
    }
    return (basins, Int(count))
  }

  /// The passes at which basins meet, the highest first, each with its depth below the lower of the peaks that it joins.
  private static func joins(
    _ relief: [Double], _ basins: [Int32], _ peaks: [Double], _ lattice: VoxelLattice
  ) -> [(first: Int32, second: Int32, depth: Double)] {
    var heights: [SIMD2<Int32>: Double] = [:]
    for voxel in basins.indices {
      lattice.forEachNeighbour(of: voxel) { neighbour, _ in
        guard basins[voxel] < basins[neighbour] else { return }
        let pair = SIMD2(basins[voxel], basins[neighbour])
        heights[pair] = max(heights[pair] ?? -.infinity, min(relief[voxel], relief[neighbour]))
      }
    }
    let passes = heights.sorted { ($1.value, $0.key.x, $0.key.y) < ($0.value, $1.key.x, $1.key.y) }
    var sets = DisjointSets(count: peaks.count)
    var peaks = peaks
    var joins: [(first: Int32, second: Int32, depth: Double)] = []
    for (pair, height) in passes {
      let lower = min(peaks[Int(sets.root(pair.x))], peaks[Int(sets.root(pair.y))])
      guard let (kept, gone) = sets.join(pair.x, pair.y) else { continue }
      joins.append((pair.x, pair.y, lower - height))
      peaks[Int(kept)] = max(peaks[Int(kept)], peaks[Int(gone)])
    }
    return joins
  }
}
