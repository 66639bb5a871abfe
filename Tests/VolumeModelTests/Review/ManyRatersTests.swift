import Foundation
import Testing
import VolumeModel

/// Four raters on one row: rater 1 drew voxels 2 to 9, rater 2 2 to 7, rater 3 4 to 7, rater 4 nothing there and a lesion
/// of his own at 14.
@Suite struct ManyRatersTests {
  private let grid: VoxelGrid
  private let raters: [Mask]

  init() {
    let grid = VoxelGrid(shape: SIMD3(20, 4, 4), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    self.grid = grid
    raters = [2..<10, 2..<8, 4..<8, 14..<15].map { range in
      var mask = Mask(grid: grid)
      for x in range { mask[SIMD3(x, 2, 2)] = true }
      return mask
    }
  }

  private var table: LesionTable {
    LesionTable(
      LesionSources(
        raters: raters, flair: Volume(grid: grid, filledWith: 100),
        brain: Mask(Volume(grid: grid, filledWith: 1)) { $0 > 0 }))
  }

  @Test func everyRaterCounts() throws {
    let record = try #require(table.records.first)
    #expect(record.raterVoxels == [8, 6, 4, 0] && record.votes == 3 && record.drawnBy == "r1 r2 r3")
    #expect(record.anyVoxels == 8 && record.allVoxels == 0 && record.disagreementMM3 == 8)
    // 2|A and B| / (|A| + |B|) of the pairs 12, 13, 14, 23, 24, 34.
    let pairs = [12.0 / 14, 8.0 / 12, 0, 8.0 / 10, 0, 0]
    #expect(abs(try #require(record.agreement) - pairs.reduce(0, +) / 6) < 1e-12)
  }

  @Test(arguments: [
    ("!r3", [2]), ("r3", [1]), ("n>=2", [1]), ("n=1", [2]), ("r4", [2]), ("!r5", [1, 2]), ("by=r4", [2]),
  ])
  func filtersKnowThem(filter: String, expected: [Int]) throws {
    let filter = try LesionFilter(filter)
    #expect(table.rows(ReviewState()).filter(filter.includes).map(\.id) == expected)
  }

  @Test func tableHasAColumnForEach() {
    let names = LesionEntry(table.rows(ReviewState())[0], in: table).fields.map(\.name)
    #expect(names.contains("rater4_mm3") && !names.contains("rater5_mm3") && names.contains("raters_drew"))
  }

  @Test(arguments: [
    (FusionMethod.union, 9), (.majority, 4), (.intersection, 0), (.mean, 6),
  ])
  func consensus(method: FusionMethod, voxels: Int) throws {
    #expect(try #require(RaterConsensus(raters)).mask(method)?.count == voxels)
  }

  @Test func votesAndMean() throws {
    let consensus = try #require(RaterConsensus(raters))
    let votes = consensus.voteCounts
    #expect(votes[SIMD3(5, 2, 2)] == 3 && votes[SIMD3(9, 2, 2)] == 1 && votes[SIMD3(0, 0, 0)].isNaN)
    #expect(abs(consensus.meanML - 19.0 / 4 / 1000) < 1e-12)
  }

  /// Of the others of rater 1 more than half, two of three, drew voxels 4 to 7.
  @Test func eachAgainstTheOthers() {
    let counts = RaterConsensus.eachAgainstOthers(raters)
    #expect(counts.count == 4)
    #expect(counts[0].truePositives == 4 && counts[0].falsePositives == 4 && counts[0].falseNegatives == 0)
    #expect(RaterConsensus.eachAgainstOthers(Array(raters.prefix(2))).isEmpty)
  }

  @Test(arguments: [
    (VoxelSource.rater3, 4), (.rater4, 0), (.majority, 4), (.union, 8), (.intersection, 0),
  ])
  func voxelsFromAnyOfThem(source: VoxelSource, voxels: Int) throws {
    let region = try #require(table.records.first).region
    #expect(source.voxels(inside: region, raters: raters, prediction: nil)?.voxelCount == voxels)
    #expect(VoxelSource.rater9.voxels(inside: region, raters: raters, prediction: nil) == nil)
  }

  @Test func undecidedFollowsTheMajority() {
    #expect(ReviewState().adjudicatedMask(of: raters, on: grid, undecided: .majority).count == 4)
    #expect(ReviewState().adjudicatedMask(of: raters, on: grid, undecided: .union).count == 9)
  }

  @Test func bitMapHoldsAllOfThem() {
    let map = DisagreementMap(raters: raters, prediction: raters[3], on: grid)
    let labels = map.labels
    #expect(labels[SIMD3(5, 2, 2)] == 7 && labels[SIMD3(9, 2, 2)] == 1 && labels[SIMD3(14, 2, 2)] == 24)
    #expect(DisagreementMap.name(of: 24, raterCount: 4) == "rater 4 and prediction")
    #expect(map.numbers == Set(labels.scalars).subtracting([0]).map { Int($0) }.sorted())
  }

  /// Nine masks need ten bits, twenty need twenty-one: what is written can be read back, bit by bit.
  @Test(arguments: [(7, "uint8"), (9, "uint16"), (15, "uint16"), (20, "uint32")])
  func theBitMapIsAsWideAsItsBits(raterCount: Int, type: String) throws {
    let row = VoxelGrid.test(40, 1, 1)
    let masks = (0..<raterCount).map { Mask(grid: row, linearIndices: [$0, 39]) }
    let map = DisagreementMap(raters: masks, prediction: Mask(grid: row, linearIndices: [39]), on: row)
    let path = NSTemporaryDirectory() + "bit-map-" + UUID().uuidString + ".nii.gz"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try map.write(like: SpatialForm(grid: row), to: path, force: false)
    let read = try Images.read(path)
    #expect(read.spatial.datatype == type)
    let last = raterCount - 1
    #expect(read.volume[SIMD3(last, 0, 0)] == Float(1 << last))
    #expect(read.volume[SIMD3(39, 0, 0)] == Float((1 << (raterCount + 1)) - 1), "all raters and the prediction")
    #expect(map.numbers.count == raterCount + 1)
  }
}
