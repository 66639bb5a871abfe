import Foundation
import Testing
import VolumeModel

/// Against SciPy (`Scripts/fixtures/resampling_oracle.py`).
@Suite struct InPlaneResamplingTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let shape: [Int]
    let spacing: [Double]
    let wanted: Double
    let target: [Int]
    let volume: [Float]
    let resampled: [Float]

    var testDescription: String { "\(spacing) to \(wanted)" }
  }

  static let cases = (try? Fixture.load("resampling.json", as: [Case].self)) ?? []

  @Test(arguments: cases)
  func imagesAreSciPys(item: Case) {
    let grid = VoxelGrid(shape: item.shape, spacingMM: item.spacing)
    let resampling = InPlaneResampling(grid, spacingMM: item.wanted)
    let shape = resampling.target.shape
    #expect([shape.x, shape.y, shape.z] == item.target)
    let image = resampling.image(Volume(grid: grid, scalars: item.volume))
    for (mine, theirs) in zip(image.scalars, item.resampled) { #expect(abs(mine - theirs) < 2e-3) }
    // The middle of the image stays where it is.
    func middle(_ grid: VoxelGrid) -> SIMD3<Double> {
      grid.affine.worldMM(ofVoxel: 0.5 * (SIMD3<Double>(grid.shape) - 1))
    }
    let moved = middle(resampling.target) - middle(grid)
    #expect((moved * moved).sum() < 1e-12)
  }

  @Test func theFixtureIsThere() { #expect(Self.cases.count == 3) }

  @Test("pixels of the size asked for stay bit for bit", arguments: [1.0, 0.99, 1.015])
  func identity(spacing: Double) {
    let grid = VoxelGrid(shape: [12, 9, 4], spacingMM: [spacing, spacing, 5])
    let resampling = InPlaneResampling(grid, spacingMM: 1)
    #expect(resampling.isIdentity && resampling.note == nil && resampling.target == grid)
    var random = RandomStream(seed: 3, name: "image")
    let volume = Volume<Float>(grid: grid, scalars: (0..<grid.voxelCount).map { _ in Float(random.normal()) })
    #expect(resampling.image(volume) == volume && resampling.back(volume) == volume)
    let mask = Mask(volume, atLeast: 0)
    #expect(resampling.mask(mask) == mask)
  }

  /// A header of 10 km would ask for 4096 x 4096 pixels, one of 1e-20 mm for a filter over all of them.
  @Test("pixels that no scan has stay as they are", arguments: [1e-20, 0.001, 100, 1e7, 1e30])
  func absurdPixels(spacing: Double) {
    let grid = VoxelGrid(shape: [12, 9, 4], spacingMM: [spacing, spacing, 5])
    #expect(InPlaneResampling(grid, spacingMM: 1).isIdentity)
    #expect(InPlaneResampling(VoxelGrid(shape: [12, 9, 4], spacingMM: [spacing, 2, 5]), spacingMM: 1).isIdentity)
  }

  @Test("a mask comes back as it was, but for its rim", arguments: [0.5, 0.72, 0.9, 1.4])
  func roundTrip(spacing: Double) {
    // Slices across the first axis, so that the order of axes counts.
    let affine = Affine(
      columns: (SIMD3(0, 0, 4), SIMD3(-spacing, 0, 0), SIMD3(0, spacing, 0)), origin: SIMD3(7, -3, 2))
    let grid = VoxelGrid(shape: SIMD3(5, 90, 80), affine: affine)
    let mask = Mask(Volume(grid: grid, scalars: (0..<grid.voxelCount).map { grid.voxel(atLinearIndex: $0) })) {
      let (y, z) = (Double($0.y) * spacing - 45 * spacing, Double($0.z) * spacing - 40 * spacing)
      return (y * y + z * z).squareRoot() < 15 && $0.x > 0
    }
    let resampling = InPlaneResampling(grid, spacingMM: 1)
    #expect(resampling.target.shape.x == 5 && !resampling.isIdentity && resampling.note != nil)
    let there = resampling.mask(mask)
    #expect(abs(there.volumeML - mask.volumeML) < 0.03 * mask.volumeML)
    var field = Volume<Float>(grid: there.grid, filledWith: 0)
    there.forEachLinearIndex { field[there.grid.voxel(atLinearIndex: $0)] = 1 }
    let back = Mask(resampling.back(field), atLeast: 0.5)
    #expect(back.grid == grid)
    #expect(2 * Double(back.intersectionCount(mask)) / Double(back.count + mask.count) > 0.97)
  }
}
