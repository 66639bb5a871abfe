import Testing
import VolumeModel

@Suite struct OverlapCountsTests {
  @Test func countsFollowTheDefinition() {
    let grid = VoxelGrid.test(70, 6, 5)
    let reference = Mask.random(on: grid, density: 0.3, seed: 1)
    let candidate = Mask.random(on: grid, density: 0.4, seed: 2)
    let domain = Mask.random(on: grid, density: 0.7, seed: 3)
    for within in [nil, domain] {
      var (tp, fp, fn, tn) = (0, 0, 0, 0)
      for index in 0..<grid.voxelCount {
        let voxel = grid.voxel(atLinearIndex: index)
        guard within?[voxel] ?? true else { continue }
        switch (reference[voxel], candidate[voxel]) {
        case (true, true): tp += 1
        case (false, true): fp += 1
        case (true, false): fn += 1
        case (false, false): tn += 1
        }
      }
      #expect(
        OverlapCounts(reference: reference, candidate: candidate, within: within)
          == OverlapCounts(truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn))
    }
  }

  /// 1110000000 and 1101000000.
  @Test func kappaOfTenVoxels() throws {
    let grid = VoxelGrid.test(10, 1, 1)
    let a = Mask.boxes(on: grid, (0...2, 0...0, 0...0))
    let b = Mask.boxes(on: grid, (0...1, 0...0, 0...0), (3...3, 0...0, 0...0))
    let kappa = try #require(OverlapCounts(reference: a, candidate: b).kappa)
    #expect(abs(kappa - 0.5238095238095238) < 1e-12)
  }

  @Test func ratiosOfEmptyMasks() {
    let grid = VoxelGrid.test(10, 3, 2)
    let empty = Mask(grid: grid)
    let some = Mask.boxes(on: grid, (2...4, 1...1, 0...1))

    let both = OverlapCounts(reference: empty, candidate: empty)
    #expect(both.dice == 1 && both.jaccard == 1 && both.precision == 1 && both.recall == 1)
    #expect(both.volumeDifference == 0 && both.kappa == 1)

    let noReference = OverlapCounts(reference: empty, candidate: some)
    #expect(noReference.dice == 0 && noReference.jaccard == 0 && noReference.precision == 0)
    #expect(noReference.recall == nil && noReference.volumeDifference == nil && noReference.kappa == 0)

    let noCandidate = OverlapCounts(reference: some, candidate: empty)
    #expect(noCandidate.dice == 0 && noCandidate.jaccard == 0 && noCandidate.precision == 0)
    #expect(noCandidate.recall == 0 && noCandidate.volumeDifference == 1 && noCandidate.kappa == 0)

    let full = Mask.boxes(on: grid, (0...9, 0...2, 0...1))
    #expect(OverlapCounts(reference: full, candidate: full).kappa == 1)
  }
}
