import Testing
import VolumeModel

@Suite struct DistanceMapTests {
  static func bruteForce(_ mask: Mask, at voxel: SIMD3<Int>) -> Double {
    let spacing = mask.grid.spacingMM
    return mask.voxels.map { other in
      let d = SIMD3(Double(voxel.x - other.x), Double(voxel.y - other.y), Double(voxel.z - other.z)) * spacing
      return (d * d).sum().squareRoot()
    }.min() ?? .infinity
  }

  @Test(
    arguments: [
      SIMD3(1.0, 1, 1), SIMD3(0.47, 0.47, 0.8), SIMD3(3, 1, 0.5), SIMD3(0.719, 0.719, 4),
    ], [(1, 1, 1), (13, 1, 1), (1, 9, 1), (1, 1, 7), (9, 8, 7), (17, 12, 1), (66, 5, 6)])
  func distancesAreThoseOfASearch(spacing: SIMD3<Double>, shape: (Int, Int, Int)) {
    let grid = VoxelGrid.test(shape.0, shape.1, shape.2, spacingMM: spacing)
    for (seed, density) in [(1, 0.005), (2, 0.05), (3, 0.5)] as [(UInt64, Double)] {
      let mask = Mask.random(on: grid, density: density, seed: seed)
      let map = DistanceMap(to: mask, in: VoxelBox(grid))
      let near = DistanceMap(to: mask, in: VoxelBox(grid), reachMM: 2)
      for index in 0..<grid.voxelCount {
        let voxel = grid.voxel(atLinearIndex: index)
        let expected = Self.bruteForce(mask, at: voxel)
        #expect(map[voxel] == expected || abs(map[voxel] - expected) < 1e-12 * expected)
        #expect(expected > 2 ? near[voxel] == .infinity : near[voxel] == map[voxel])
      }
    }
  }

  /// Large enough to be shared out over the cores, with a width that is no multiple of the bundles.
  @Test func aLargeFieldIsAsExact() {
    let grid = VoxelGrid.test(83, 71, 60, spacingMM: SIMD3(0.9, 1, 3))
    let mask = Mask.random(on: grid, density: 3e-5, seed: 12)
    let map = DistanceMap(to: mask, in: VoxelBox(grid))
    for index in stride(from: 0, to: grid.voxelCount, by: 7) {
      let voxel = grid.voxel(atLinearIndex: index)
      let expected = Self.bruteForce(mask, at: voxel)
      guard abs(map[voxel] - expected) > 1e-12 * expected else { continue }
      Issue.record("\(voxel): \(map[voxel]) instead of \(expected)")
    }
  }

  @Test func onlyVoxelsInsideTheBoxCount() {
    let grid = VoxelGrid.test(70, 10, 5)
    var mask = Mask(grid: grid)
    mask[SIMD3(3, 5, 2)] = true
    mask[SIMD3(60, 5, 2)] = true
    let box = VoxelBox(lower: SIMD3(20, 2, 1), upper: SIMD3(69, 9, 4))
    let map = DistanceMap(to: mask, in: box)
    #expect(map[SIMD3(20, 5, 2)] == 40)
    #expect(map[SIMD3(57, 2, 2)] == (9.0 + 9).squareRoot())
  }

  @Test func anEmptyMaskIsInfinitelyFar() {
    let grid = VoxelGrid.test(5, 4, 3)
    #expect(DistanceMap(to: Mask(grid: grid), in: VoxelBox(grid)).squaredMM2.allSatisfy { $0 == .infinity })
  }
}
