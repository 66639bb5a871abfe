/// In what volume two samples of a network differ, the mean over all pairs, lesion by lesion: within the lesion, and in what
/// samples draw beside it. A voxel beside lesions goes to the lesion that is reached first through voxels that samples drew,
/// so that nothing counts twice; what no lesion is reached from stands by itself.
struct SampledDifferences {
  /// In the order of the lesions, in cubic millimetres.
  let ofLesionsMM3: [Double]
  /// Away from every lesion.
  let elsewhereMM3: Double

  /// - Parameters:
  ///   - union: every voxel of the lesions.
  ///   - connectivity: which voxels touch.
  /// - Returns: nil for fewer than two samples.
  init?(_ samples: [Mask], lesions: [Lesion], union: Mask, connectivity: Connectivity) {
    guard samples.count > 1 else { return nil }
    let grid = union.grid
    let beside = samples.dropFirst().reduce(samples[0]) { $0.union($1) }.subtracting(union)
    var waiting: [SIMD3<Int>] = []
    beside.forEachLinearIndex { waiting.append(grid.voxel(atLinearIndex: $0)) }
    // Which lesion a voxel belongs to, counted from 1; the voxels of lesions matter where samples drew beside them alone.
    var owners: [Int: Int] = [:]
    if !waiting.isEmpty {
      let near = beside.dilated(connectivity)
      for (place, lesion) in lesions.enumerated() {
        lesion.forEachVoxel { voxel in
          if near[voxel] { owners[grid.linearIndex(voxel)] = place }
        }
      }
    }
    let steps = Self.steps(connectivity)
    // Step by step outwards: what is reached in one step spreads in the next, whatever the order of the voxels.
    var claims: [(voxel: SIMD3<Int>, owner: Int)] = []
    repeat {
      claims = []
      waiting.removeAll { voxel in
        let reached = steps.compactMap { step -> Int? in
          let neighbour = voxel &+ step
          guard grid.contains(neighbour) else { return nil }
          return owners[grid.linearIndex(neighbour)]
        }
        guard let owner = reached.min() else { return false }
        claims.append((voxel, owner))
        return true
      }
      for claim in claims { owners[grid.linearIndex(claim.voxel)] = claim.owner }
    } while !claims.isEmpty

    /// A voxel that k of n masks have is one in which k (n - k) pairs differ.
    func differing(_ voxel: SIMD3<Int>) -> Int {
      let drawn = samples.count { $0[voxel] }
      return drawn * (samples.count - drawn)
    }
    var sums = [Int](repeating: 0, count: lesions.count)
    for (place, lesion) in lesions.enumerated() { lesion.forEachVoxel { sums[place] += differing($0) } }
    beside.forEachLinearIndex { index in
      if let owner = owners[index] { sums[owner] += differing(grid.voxel(atLinearIndex: index)) }
    }
    let mm3 = grid.voxelVolumeMM3 / Double(samples.count * (samples.count - 1) / 2)
    ofLesionsMM3 = sums.map { Double($0) * mm3 }
    elsewhereMM3 = Double(waiting.reduce(0) { $0 + differing($1) }) * mm3
  }

  private static func steps(_ connectivity: Connectivity) -> [SIMD3<Int>] {
    let range = -1...1
    return range.flatMap { z in range.flatMap { y in range.map { x in SIMD3(x, y, z) } } }.filter { step in
      let axes = (0..<3).count { step[$0] != 0 }
      return axes > 0 && axes <= (connectivity == .faces ? 1 : connectivity == .edges ? 2 : 3)
    }
  }
}
