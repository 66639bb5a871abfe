import Foundation
import Testing
import VolumeModel

@Suite struct VoxelRegionTests {
  private let grid = VoxelGrid.test(70, 9, 7, spacingMM: SIMD3(1, 1, 2.5))

  @Test(arguments: [0.0, 0.02, 0.3, 0.9, 1.0])
  func isTheMaskItCameFrom(density: Double) throws {
    let mask = Mask.random(on: grid, density: density, seed: 4)
    let region = VoxelRegion(mask)
    #expect(region.voxelCount == mask.count)
    #expect(Mask(region, on: grid) == mask)
    let text = try JSONEncoder().encode(region)
    #expect(try JSONDecoder().decode(VoxelRegion.self, from: text) == region)
  }

  @Test func setAlgebraIsThatOfMasks() {
    let (a, b) = (Mask.random(on: grid, density: 0.3, seed: 1), Mask.random(on: grid, density: 0.4, seed: 2))
    let (regionA, regionB) = (VoxelRegion(a), VoxelRegion(b))
    #expect(regionA.overlapCount(with: regionB) == a.intersectionCount(b))
    #expect(regionA.union(regionB) == VoxelRegion(a.union(b)))
    #expect(regionA.subtracting(regionB) == VoxelRegion(a.subtracting(b)))
    #expect(a.part(inside: regionB) == VoxelRegion(a.intersection(b)))
  }

  @Test(arguments: ["[-1,3]", "[0,0]", "[3]", "[5,-2]", "[1,9223372036854775807]", "[9223372036854775807,1]", "{}"])
  func damagedNumbersAreRefused(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(VoxelRegion.self, from: Data(text.utf8)) }
  }

  @Test func whatLiesBeyondTheGridIsLeftOut() throws {
    let region = try JSONDecoder().decode(VoxelRegion.self, from: Data("[4405,100000]".utf8))
    #expect(!region.fits(grid))
    #expect(Mask(region, on: grid).count == grid.voxelCount - 4405)
  }

  /// Against the definition, voxel by voxel.
  @Test(arguments: [1, 2, 3, -1, -2])
  func growsAndShrinksByExactMillimetres(steps: Int) {
    let mask = Mask.boxes(on: grid, (20...30, 2...6, 2...4)).symmetricDifference(
      .random(on: grid, density: 0.003, seed: 7))
    let region = VoxelRegion(mask)
    let everywhere = VoxelRegion(Mask.boxes(on: grid, (0...69, 0...8, 0...6)))
    let result = Mask(region.grown(bySteps: steps, inside: Mask(everywhere, on: grid)), on: grid)
    let reach = Double(abs(steps))
    let outside = Mask(everywhere, on: grid).subtracting(mask).voxels
    func distance(_ voxel: SIMD3<Int>, to voxels: [SIMD3<Int>]) -> Double {
      voxels.map { (SIMD3<Double>($0 &- voxel) * grid.spacingMM) }.map { ($0 * $0).sum().squareRoot() }.min()
        ?? .infinity
    }
    let inside = mask.voxels
    for voxel in Mask(everywhere, on: grid).voxels {
      let expected =
        steps > 0 ? distance(voxel, to: inside) <= reach : mask[voxel] && distance(voxel, to: outside) > reach
      #expect(result[voxel] == expected, "\(voxel)")
    }
  }

  @Test func growingStaysInsideItsLimits() {
    let limits = Mask.boxes(on: grid, (0...30, 0...8, 0...6))
    let region = VoxelRegion(Mask.boxes(on: grid, (29...32, 4...4, 3...3)))
    let grown = Mask(region.grown(bySteps: 3, inside: limits), on: grid)
    #expect(Mask(region, on: grid).subtracting(grown).isEmpty, "what was there stays")
    #expect(grown.subtracting(limits).subtracting(Mask(region, on: grid)).isEmpty)
  }

  @Test func aBrushIsABallInMillimetres() {
    let ball = Mask(VoxelRegion.ball(at: SIMD3(10, 4, 3), radiusMM: 2.5, on: grid), on: grid)
    #expect(ball[SIMD3(10, 4, 4)], "2.5 mm up is one voxel of 2.5 mm")
    #expect(!ball[SIMD3(11, 4, 4)])
    #expect(ball[SIMD3(12, 5, 3)])
    #expect(!ball[SIMD3(13, 4, 3)])
    #expect(VoxelRegion.ball(at: .zero, radiusMM: 0.1, on: grid).voxelCount == 1)
  }
}
