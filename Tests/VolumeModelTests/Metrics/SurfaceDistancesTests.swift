import Testing
import VolumeModel

/// Surfaces near each other, a few voxels far away, and surfaces far apart: three ways to the same distances.
@Suite struct SurfaceDistancesTests {
  private func check(_ reference: Mask, _ candidate: Mask) throws {
    let found = try #require(SurfaceDistances(reference: reference, candidate: candidate))
    for (distances, from, to) in [
      (found.fromCandidate, candidate, reference), (found.fromReference, reference, candidate),
    ] {
      let map = DistanceMap(to: to.surface, in: VoxelBox(reference.grid))
      let expected = from.surface.voxels.map { map[$0] }.sorted()
      #expect(distances.count == expected.count)
      #expect(zip(distances, expected).allSatisfy { abs($0 - $1) < 1e-12 * max(1, $1) })
    }
  }

  @Test(arguments: [SIMD3(1.0, 1, 1), SIMD3(0.47, 0.8, 0.47), SIMD3(0.72, 0.72, 4)])
  func surfacesAtAnyDistance(spacing: SIMD3<Double>) throws {
    let grid = VoxelGrid.test(130, 60, 40, spacingMM: spacing)
    let near = Mask.random(on: grid, density: 0.01, seed: 1)
    try check(near, .random(on: grid, density: 0.03, seed: 2))
    // One voxel in the far corner.
    let block = Mask.boxes(on: grid, (3...12, 3...12, 3...12))
    try check(block, block.union(.boxes(on: grid, (129...129, 59...59, 39...39))))
    // All of one mask far from all of the other.
    let left = near.intersection(.boxes(on: grid, (0...30, 0...59, 0...39)))
    let right = Mask.random(on: grid, density: 0.2, seed: 3).intersection(.boxes(on: grid, (100...129, 0...59, 0...39)))
    try check(left, right)
  }

  struct Flat: Decodable, Sendable {
    struct Case: Decodable, Sendable {
      let shape: [Int]
      let spacingMM: [Double]
      let reference: [Int]
      let candidate: [Int]
      let fromCandidate: [Double]
      let fromReference: [Double]
    }
    let cases: [Case]
  }

  /// SciPy on two-dimensional arrays (Scripts/fixtures/flat_surface_oracle.py).
  @Test(arguments: try Fixture.load("flat_surfaces.json", as: Flat.self).cases)
  func aMaskOfOneSliceHasAnOutline(one: Flat.Case) throws {
    let grid = VoxelGrid(shape: one.shape, spacingMM: one.spacingMM)
    let found = try #require(
      SurfaceDistances(
        reference: Mask(grid: grid, linearIndices: one.reference),
        candidate: Mask(grid: grid, linearIndices: one.candidate)))
    for (mine, theirs) in [(found.fromCandidate, one.fromCandidate), (found.fromReference, one.fromReference)] {
      #expect(mine.count == theirs.count)
      #expect(zip(mine, theirs).allSatisfy { abs($0 - $1) < 1e-9 })
    }
  }

  @Test func rowsAndSingleVoxelsHaveEnds() {
    let one = Mask(grid: .test(1, 1, 1), linearIndices: [0])
    #expect(one.surface == one)
    #expect(Mask(grid: .test(1, 9, 1), linearIndices: [2, 3, 4, 5]).surface.linearIndices == [2, 5])
  }
}
