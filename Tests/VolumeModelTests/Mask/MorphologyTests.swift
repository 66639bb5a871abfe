import Testing
import VolumeModel

/// Dilation and erosion on words against the definition, voxel by voxel. Widths sit around the word size.
@Suite struct MorphologyTests {
  static let shapes = [(1, 1, 1), (5, 1, 1), (7, 6, 1), (63, 4, 3), (64, 3, 4), (65, 4, 3), (130, 5, 4)]

  @Test(arguments: shapes, Connectivity.allCases)
  func wordsFollowTheDefinition(shape: (Int, Int, Int), connectivity: Connectivity) {
    let grid = VoxelGrid.test(shape.0, shape.1, shape.2)
    for density in [0.03, 0.5, 0.97] {
      let mask = Mask.random(on: grid, density: density, seed: 7)
      let dilated = mask.dilated(connectivity)
      let eroded = mask.eroded(connectivity)
      for index in 0..<grid.voxelCount {
        let voxel = grid.voxel(atLinearIndex: index)
        let around = connectivity.offsets.map { voxel &+ $0 }
        #expect(dilated[voxel] == (mask[voxel] || around.contains { grid.contains($0) && mask[$0] }))
        #expect(eroded[voxel] == (mask[voxel] && around.allSatisfy { grid.contains($0) && mask[$0] }))
      }
      #expect(dilated.count == dilated.voxels.count, "no bit in the padding")
    }
  }

  @Test func severalStepsAreStepsInARow() {
    let mask = Mask.random(on: .test(70, 9, 8), density: 0.01, seed: 3)
    #expect(mask.dilated(.edges, times: 2) == mask.dilated(.edges).dilated(.edges))
    #expect(mask.dilated(.edges, times: 0) == mask)
  }

  @Test func surfaceOfAFullGridIsItsBorder() {
    let grid = VoxelGrid.test(5, 4, 3)
    let full = Mask.boxes(on: grid, (0...4, 0...3, 0...2))
    #expect(full.surface.count == 60 - 3 * 2 * 1)
  }

  @Test func boundingBoxAndPadding() {
    let grid = VoxelGrid.test(130, 20, 10, spacingMM: SIMD3(1, 0.5, 3))
    #expect(Mask(grid: grid).boundingBox == nil)
    let mask = Mask.boxes(on: grid, (60...70, 2...3, 9...9))
    let box = VoxelBox(lower: SIMD3(60, 2, 9), upper: SIMD3(71, 4, 10))
    #expect(mask.boundingBox == box)
    #expect(box.padded(byMM: 2, in: grid) == VoxelBox(lower: SIMD3(58, 0, 8), upper: SIMD3(73, 8, 10)))
    #expect(Mask.boxes(on: grid, (129...129, 19...19, 0...0)).boundingBox?.upper == SIMD3(130, 20, 1))
  }
}
