import Testing
import VolumeModel

@Suite struct LesionsTests {
  /// Components by flood fill in linear-index order, from the definition.
  static func floodFilled(_ mask: Mask, _ connectivity: Connectivity) -> [Set<SIMD3<Int>>] {
    var left = Set(mask.voxels)
    var components: [Set<SIMD3<Int>>] = []
    for seed in mask.voxels where left.contains(seed) {
      var component: Set<SIMD3<Int>> = []
      var open = [seed]
      left.remove(seed)
      while let voxel = open.popLast() {
        component.insert(voxel)
        for offset in connectivity.offsets where left.contains(voxel &+ offset) {
          left.remove(voxel &+ offset)
          open.append(voxel &+ offset)
        }
      }
      components.append(component)
    }
    return components
  }

  @Test(
    arguments: Connectivity.allCases,
    [(9, 8, 7), (64, 5, 4), (65, 6, 5), (130, 4, 3), (20, 1, 1), (12, 12, 1)])
  func componentsAreThoseOfAFloodFill(connectivity: Connectivity, shape: (Int, Int, Int)) {
    let grid = VoxelGrid.test(shape.0, shape.1, shape.2, spacingMM: SIMD3(0.5, 1, 3))
    for density in [0.05, 0.2, 0.35, 0.8] {
      let mask = Mask.random(on: grid, density: density, seed: 11)
      let lesions = Lesions(of: mask, connectivity: connectivity)
      let expected = Self.floodFilled(mask, connectivity)
      #expect(lesions.count == expected.count)
      #expect(lesions.mask == mask)
      for (lesion, voxels) in zip(lesions.lesions, expected) {
        var found: Set<SIMD3<Int>> = []
        lesion.forEachVoxel { found.insert($0) }
        #expect(found == voxels)
        #expect(lesion.voxelCount == voxels.count)
        #expect(abs(lesion.volumeMM3 - Double(voxels.count) * 1.5) < 1e-9)
        #expect(voxels.allSatisfy { lesion.boundingBox.contains($0) && lesion.contains($0) })
        #expect(lesion.boundingBox.lower == voxels.reduce(grid.shape) { pointwiseMin($0, $1) })
        #expect(lesion.overlapCount(with: mask) == voxels.count)
      }
    }
  }

  @Test func aDiagonalChainDependsOnTheConnectivity() {
    let grid = VoxelGrid.test(4, 4, 4)
    var mask = Mask(grid: grid)
    mask[SIMD3(0, 0, 0)] = true
    mask[SIMD3(1, 1, 0)] = true  // shares an edge
    mask[SIMD3(2, 2, 1)] = true  // shares a corner
    #expect(Lesions(of: mask, connectivity: .faces).count == 3)
    #expect(Lesions(of: mask, connectivity: .edges).count == 2)
    #expect(Lesions(of: mask, connectivity: .corners).count == 1)
  }

  @Test func smallComponentsAreRemoved() {
    let grid = VoxelGrid.test(20, 5, 5)
    let mask = Mask.boxes(on: grid, (0...2, 0...0, 0...0), (5...8, 0...0, 0...0), (12...19, 2...2, 2...2))
    let lesions = Lesions(of: mask, connectivity: .edges)
    #expect(lesions.removing(voxelCountAtMost: 3).count == 12)
    #expect(lesions.removing(voxelCountAtMost: 8).isEmpty)
    #expect(Lesions(of: Mask(grid: grid), connectivity: .edges).lesions.isEmpty)
  }

  @Test func largestSliceAndItsVoxel() throws {
    let grid = VoxelGrid.test(12, 12, 6)
    // A plate on z = 2 with a stalk up to z = 5.
    let mask = Mask.boxes(on: grid, (2...8, 3...7, 2...2), (4...4, 4...4, 3...5))
    let lesion = try #require(Lesions(of: mask, connectivity: .faces).lesions.first)
    #expect(lesion.largestSlice(alongVoxelAxis: 2) == 2)
    #expect(lesion.largestSlice(alongVoxelAxis: 0) == 4)
    #expect(lesion.largestSlice(alongVoxelAxis: 1) == 4)
    #expect(lesion.voxelOnLargestSlice(alongVoxelAxis: 2) == SIMD3(5, 5, 2))
    // A ring has no voxel in its middle: the voxel must still be one of the mask.
    let ring = mask.subtracting(.boxes(on: grid, (4...6, 4...6, 2...5)))
    let around = try #require(Lesions(of: ring, connectivity: .faces).lesions.first)
    #expect(ring[around.voxelOnLargestSlice(alongVoxelAxis: 2)])
    #expect(around.voxelOnLargestSlice(alongVoxelAxis: 2).z == 2)
  }
}
