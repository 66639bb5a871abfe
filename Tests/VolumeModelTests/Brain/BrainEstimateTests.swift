import Foundation
import Testing
import VolumeModel

@Suite struct BrainEstimateTests {
  private static func dice(_ a: Mask, _ b: Mask) -> Double {
    2 * Double(a.intersectionCount(b)) / Double(a.count + b.count)
  }

  static let heads: [SyntheticHead] = [
    SyntheticHead(spacingMM: SIMD3(2, 2, 2)),
    SyntheticHead(spacingMM: SIMD3(0.9, 0.9, 6.8)),
    SyntheticHead(spacingMM: SIMD3(1.4, 1.4, 3), fat: 0.4),
    SyntheticHead(spacingMM: SIMD3(2, 2, 2), gain: 3e4, offset: 500),
    SyntheticHead(spacingMM: SIMD3(2, 2, 2), zeroAir: true),
    SyntheticHead(spacingMM: SIMD3(2, 2, 3), axes: "LPS"),
    SyntheticHead(spacingMM: SIMD3(2, 2, 2), axes: "PIR"),
  ]

  @Test(arguments: heads.indices)
  func brainsOfRawScansAreFoundAtAnyVoxelSizeAndOrientation(number: Int) {
    let (flair, truth) = Self.heads[number].make()
    let estimate = BrainEstimate(of: flair)
    #expect(estimate.method == .tissueAndShape)
    #expect(Self.dice(estimate.mask, truth) > 0.93)
    #expect(estimate.doubts.isEmpty)
    #expect(estimate.mask.grid == flair.grid)
  }

  @Test func theBrainOfARealRawScanIsFound() throws {
    let folder = NIfTIFixtures.folder + "../brain/"
    let flair = try Images.read(folder + "raw_flair.nii.gz")
    let truth = try Images.readMask(folder + "raw_brain.nii.gz", on: flair.grid).mask
    let estimate = BrainEstimate(of: flair.volume)
    #expect(estimate.method == .tissueAndShape && !estimate.isDoubtful)
    #expect(Self.dice(estimate.mask, truth) > 0.94)
    #expect(abs(estimate.volumeML - truth.volumeML) < 0.05 * truth.volumeML)
    #expect(BrainEstimate(of: flair.volume).mask == estimate.mask)
  }

  @Test("a skull-stripped scan keeps exactly its voxels that are not zero", arguments: [0, 1, 2])
  func skullStripped(kind: Int) {
    let (head, truth) = SyntheticHead(spacingMM: SIMD3(2, 2, 2)).make()
    var flair = Volume<Float>(grid: head.grid, filledWith: kind == 1 ? -3 : 0)
    truth.forEachLinearIndex { index in
      let voxel = head.grid.voxel(atLinearIndex: index)
      flair[voxel] = head[voxel]
    }
    // Interpolation leaves small negative values beside the brain.
    if kind == 2 { flair[SIMD3(2, 2, 2)] = -0.5 }
    let estimate = BrainEstimate(of: flair)
    #expect(estimate.method == .skullStripped && !estimate.isDoubtful)
    #expect(estimate.mask == (kind == 1 ? truth : Mask(brainOf: flair)))
    #expect(estimate.notes.isEmpty == (kind != 1))
  }

  @Test func whatIsDoubtfulIsSaid() {
    let (cut, _) = SyntheticHead(spacingMM: SIMD3(2, 2, 2), cutMM: 50).make()
    #expect(BrainEstimate(of: cut).doubts.contains { $0.contains("cut off at the upper end") })
    let (small, truth) = SyntheticHead(spacingMM: SIMD3(2, 2, 2)).make()
    var part = Volume<Float>(grid: small.grid, filledWith: 0)
    truth.forEachLinearIndex { index in
      let voxel = small.grid.voxel(atLinearIndex: index)
      if voxel.z < 45 { part[voxel] = 100 }
    }
    #expect(BrainEstimate(of: part).doubts.contains { $0.contains("implausible") })
  }

  @Test("images that hold no head fall back to what is not zero, and say so", arguments: [Float(0), 5, .nan])
  func noHead(value: Float) {
    let grid = VoxelGrid(shape: SIMD3(80, 80, 60), affine: Affine(spacingMM: SIMD3(2, 2, 2)))
    let flair = Volume<Float>(grid: grid, filledWith: value)
    let estimate = BrainEstimate(of: flair)
    #expect(estimate.method == .nonZero && estimate.isDoubtful)
    #expect(estimate.mask == Mask(brainOf: flair))
  }

  @Test("odd grids are harmless", arguments: [SIMD3(1, 1, 1), SIMD3(3, 200, 1), SIMD3(300, 2, 2)])
  func oddGrids(shape: SIMD3<Int>) {
    let grid = VoxelGrid(shape: shape, affine: Affine(spacingMM: SIMD3(1, 0, 1e-20)))
    var random = RandomStream(seed: 1, name: "odd")
    let flair = Volume<Float>(grid: grid, scalars: (0..<grid.voxelCount).map { _ in Float(random.normal()) })
    #expect(BrainEstimate(of: flair).mask == Mask(brainOf: flair))
  }
}
