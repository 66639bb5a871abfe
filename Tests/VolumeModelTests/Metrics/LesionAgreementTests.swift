import Testing
import VolumeModel

/// Which lesion of one mask meets which of the other.
@Suite struct LesionAgreementTests {
  /// One missed, one extra, one found by one, one split in two, two merged, and one that is split and merged at once.
  @Test func everyRelationIsNamed() {
    let grid = VoxelGrid.test(60, 12, 5)
    let reference = Mask.boxes(
      on: grid, (0...1, 0...1, 0...1), (5...9, 0...1, 0...1), (12...20, 0...1, 0...1), (24...26, 0...1, 0...1),
      (30...33, 0...1, 0...1), (40...50, 5...6, 1...1), (53...56, 5...6, 1...1))
    let candidate = Mask.boxes(
      on: grid, (0...2, 9...10, 3...3), (6...9, 1...1, 0...1), (12...14, 0...1, 0...1), (17...20, 0...1, 0...1),
      (25...31, 0...0, 0...1), (40...42, 5...5, 1...1), (48...54, 6...6, 1...1))
    let lesions = AgreementReport(reference: reference, candidate: candidate).lesions
    func relation(_ side: LesionAgreement.Side, _ corner: Double) -> LesionAgreement.Relation? {
      lesions.first { $0.mask == side && abs($0.centroidVoxel[0] - corner) < 1e-9 }?.relation
    }
    #expect(relation(.reference, 0.5) == .missed)
    #expect(relation(.candidate, 1) == .extra)
    #expect(relation(.reference, 7) == .single && relation(.candidate, 7.5) == .single)
    #expect(relation(.reference, 16) == .split)
    #expect(relation(.candidate, 13) == .split && relation(.candidate, 18.5) == .split)
    #expect(relation(.reference, 25) == .merged && relation(.reference, 31.5) == .merged)
    #expect(relation(.candidate, 28) == .merged)
    #expect(relation(.reference, 45) == .splitAndMerged && relation(.candidate, 51) == .splitAndMerged)
    #expect(relation(.candidate, 41) == .split && relation(.reference, 54.5) == .merged)
    #expect(lesions.filter { !$0.matched }.map(\.relation) == [.missed, .extra])
  }

  @Test func aRowSaysWhereTheLesionIsAndWhatItMeets() throws {
    // y grows to the head, and the origin is not at the corner.
    let affine = Affine(columns: (SIMD3(2, 0, 0), SIMD3(0, 0, 1.5), SIMD3(0, 3, 0)), origin: SIMD3(-10, 5, 7))
    let grid = VoxelGrid(shape: SIMD3(10, 9, 8), affine: affine)
    var reference = Mask.boxes(on: grid, (2...4, 3...3, 2...2), (2...2, 4...4, 2...2))
    reference[SIMD3(9, 8, 7)] = true
    let candidate = Mask.boxes(on: grid, (3...4, 3...3, 2...2))
    let row = try #require(AgreementReport(reference: reference, candidate: candidate).lesions.first)
    #expect(row.id == 1 && row.voxels == 4 && abs(row.volumeML - 0.036) < 1e-12)
    #expect(row.largestSlice == 3)
    #expect(row.partners.map(\.id) == [1] && row.overlapVoxels == 2)
    let centre: [Double] = [2 * 2.75 - 10, 3 * 2 + 5, 1.5 * 3.25 + 7]
    for (value, expected) in zip(row.centroidMM, centre) { #expect(abs(value - expected) < 1e-9) }
  }
}
