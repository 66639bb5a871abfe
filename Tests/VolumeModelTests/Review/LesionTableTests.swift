import Foundation
import Testing
import VolumeModel

/// The made-up case of `lesion_table_oracle.py`, with what SciPy and NumPy say of its lesions.
struct LesionTableFixture: Decodable {
  let shape: [Int]
  let spacing_mm: [Double]
  let flair: [Float]
  let rater1: [Int]
  let rater2: [Int]
  let prediction: [Int]
  let outside_brain: [Int]
  let lesions: [Expected]

  struct Expected: Decodable {
    let voxels: Int
    let volume_mm3: Double
    let diameter_mm: Double
    let first_slice: Int
    let last_slice: Int
    let rater1: Int
    let rater2: Int
    let prediction: Int
    let both: Int
    let agreement: Double?
    let flair_inside: Double
    let flair_around: Double?
  }

  static func load() throws -> LesionTableFixture { try Fixture.load("lesion_table.json") }

  var grid: VoxelGrid { VoxelGrid(shape: shape, spacingMM: spacing_mm) }

  var sources: LesionSources {
    let whole = Mask(grid: grid, linearIndices: Array(0..<grid.voxelCount))
    return LesionSources(
      raters: [Mask(grid: grid, linearIndices: rater1), Mask(grid: grid, linearIndices: rater2)],
      prediction: Mask(grid: grid, linearIndices: prediction), flair: Volume(grid: grid, scalars: flair),
      brain: whole.subtracting(Mask(grid: grid, linearIndices: outside_brain)))
  }
}

@Suite struct LesionTableTests {
  @Test func measuresWhatSciPyMeasures() throws {
    let fixture = try LesionTableFixture.load()
    let table = LesionTable(fixture.sources)
    try #require(table.records.count == fixture.lesions.count)
    #expect(table.records.map(\.id) == Array(1...fixture.lesions.count))
    for (record, expected) in zip(table.records, fixture.lesions) {
      #expect(record.lesion.voxelCount == expected.voxels)
      #expect(agree(record.volumeMM3, expected.volume_mm3))
      #expect(agree(record.diameterMM, expected.diameter_mm), "lesion \(record.id)")
      #expect(record.slices == expected.first_slice...expected.last_slice)
      #expect(record.raterVoxels == [expected.rater1, expected.rater2])
      #expect(record.predictionVoxels == expected.prediction)
      #expect(record.bothVoxels == expected.both)
      #expect(agree(record.agreement, expected.agreement))
      #expect(agree(record.flairInside, expected.flair_inside))
      #expect(agree(record.flairAround, expected.flair_around))
    }
  }

  /// Pairs counted one by one, of raters and of samples.
  @Test func whatRatersDifferByStandsBesideWhatSamplesDifferBy() throws {
    var sources = try LesionTableFixture.load().sources
    let plain = LesionTable(sources)
    #expect(plain.records.allSatisfy { $0.expectedDifferenceMM3 == nil && $0.unexpectedDifferenceMM3 == nil })
    #expect(plain.expectedElsewhereMM3 == nil)
    let (first, second) = (sources.raters[0], sources.raters[1])
    sources.raters.append(first.intersection(second))
    sources.samples = [first, Mask(grid: first.grid), first.union(second)]
    let voxelMM3 = sources.flair.grid.voxelVolumeMM3
    func mean(_ masks: [Mask], over lesion: Mask) -> Double {
      let pairs = masks.indices.flatMap { one in masks.dropFirst(one + 1).map { masks[one].symmetricDifference($0) } }
      return Double(pairs.reduce(0) { $0 + $1.intersection(lesion).count }) / Double(pairs.count) * voxelMM3
    }
    for record in LesionTable(sources).records {
      var lesion = Mask(grid: first.grid)
      record.lesion.forEachVoxel { lesion[$0] = true }
      let (observed, expected) = (mean(sources.raters, over: lesion), mean(sources.samples, over: lesion))
      #expect(agree(record.observedDifferenceMM3, observed) && agree(record.expectedDifferenceMM3, expected))
      #expect(agree(record.unexpectedDifferenceMM3, observed - expected))
    }
  }

  /// Two lesions of one row, and a sample that fills the row between them, goes beyond one of them, and draws a third place:
  /// the row is parted in the middle, its middle voxel goes to the first, and nothing is lost or counts twice.
  @Test func whatSamplesDrawBesideALesionBelongsToTheNearest() throws {
    let grid = VoxelGrid.test(30, 5, 3)
    func bar(_ x: ClosedRange<Int>) -> Mask { Mask.boxes(on: grid, (x, 2...2, 1...1)) }
    var sources = LesionSources(
      raters: [bar(4...6).union(bar(12...13))], flair: Volume(grid: grid, filledWith: 1), brain: bar(0...29))
    sources.samples = [bar(4...18).union(bar(24...26)), sources.raters[0]]
    let table = LesionTable(sources)
    #expect(table.records.map(\.lesion.voxelCount) == [3, 2])
    // 7, 8 and 9 are nearer to the first; 10 and 11 to the second, which has 14 to 18 as well.
    let voxels = table.records.map { ($0.expectedDifferenceMM3 ?? -1) / grid.voxelVolumeMM3 }
    #expect(voxels == [3, 7] && table.expectedElsewhereMM3 == 3 * grid.voxelVolumeMM3)
    // A sample that only touches at a corner does not touch by edges.
    sources.samples = [Mask.boxes(on: grid, (7...7, 3...3, 2...2)), Mask(grid: grid)]
    #expect(LesionTable(sources).records.allSatisfy { $0.expectedDifferenceMM3 == 0 })
    #expect(LesionTable(sources, connectivity: .corners).records[0].expectedDifferenceMM3 == grid.voxelVolumeMM3)
  }

  @Test func lesionsKeepTheirNumbersWhenThePredictionChanges() throws {
    var sources = try LesionTableFixture.load().sources
    let before = LesionTable(sources)
    sources.prediction = sources.prediction?.dilated(.faces)
    let after = LesionTable(sources, keepingNumbersOf: before)
    for old in before.records {
      let heirs = after.records.filter { $0.region.overlapCount(with: old.region) > 0 }
      #expect(heirs.count == 1)
      let owners = before.records.filter { old in heirs.contains { $0.region.overlapCount(with: old.region) > 0 } }
      let largest = owners.max { $0.volumeMM3 < $1.volumeMM3 }
      #expect(heirs.first?.id == largest?.id, "the largest share names the lesion that others join")
    }

    sources.prediction = nil
    sources.kept = .boxes(on: before.grid, (0...1, 0...1, 0...1))
    let last = LesionTable(sources, keepingNumbersOf: after)
    let drawn = try #require(last.record(at: .zero))
    #expect(!before.records.contains { $0.id == drawn.id }, "a new lesion gets a number that was never given")
    #expect(drawn.drawnBy == "reviewer")
  }

  @Test func filesHaveEveryFieldOfEveryLesion() throws {
    let table = LesionTable(try LesionTableFixture.load().sources)
    var state = ReviewState()
    var act = LesionAction(lesion: 2, region: table.records[1].region)
    act.comment = "two, \"really\""
    state.apply(act)
    let rows = table.rows(state)
    let lines = table.csv(rows).split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.count == rows.count + 2 && lines.last == "")
    #expect(lines[0].hasPrefix("id,volume_mm3,diameter_mm,side,"))
    #expect(
      lines[1].split(separator: ",", omittingEmptySubsequences: false).count == lines[0].split(separator: ",").count)
    #expect(lines[2].contains(",\"two, \"\"really\"\"\","))

    let text = try JSONEncoder().encode(rows.map { LesionEntry($0, in: table) })
    let objects = try #require(try JSONSerialization.jsonObject(with: text) as? [[String: Any]])
    #expect(objects.allSatisfy { $0.count == lines[0].split(separator: ",").count }, "null, not left out")
    #expect(objects[1]["comment"] as? String == "two, \"really\"")
    #expect(objects[0]["volume_mm3"] as? Double == 828)
    #expect(objects[0]["verdict"] is NSNull)
  }

  @Test func oneVoxelIsALesionAsLongAsItsDiagonal() throws {
    let grid = VoxelGrid.test(5, 5, 5, spacingMM: SIMD3(1, 2, 2))
    let table = LesionTable(
      LesionSources(
        raters: [.boxes(on: grid, (2...2, 2...2, 2...2))], flair: Volume(grid: grid, filledWith: 1),
        brain: .boxes(on: grid, (0...4, 0...4, 0...4))))
    let record = try #require(table.records.first)
    #expect(record.diameterMM == 3)
    #expect(record.agreement == nil, "one rater cannot agree")
  }

  /// x grows to the patient's right in a RAS grid, to the left in an LAS one.
  @Test(arguments: [(1.0, 1, LesionSide.left), (1.0, 8, .right), (-1.0, 1, .right), (-1.0, 8, .left)])
  func sidesAreThePatients(direction: Double, x: Int, expected: LesionSide) {
    let affine = Affine(
      columns: (SIMD3(direction, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)), origin: SIMD3(500, 0, 0))
    #expect(side(of: x...x, on: VoxelGrid(shape: SIMD3(10, 4, 4), affine: affine)) == expected)
  }

  @Test func lesionsAcrossTheMiddleAndWithoutOrientationSaySo() {
    let affine = Affine(spacingMM: SIMD3(1, 1, 1))
    #expect(side(of: 4...5, on: VoxelGrid(shape: SIMD3(10, 4, 4), affine: affine)) == .midline)
    let unknown = VoxelGrid(shape: SIMD3(10, 4, 4), affine: affine, orientationKnown: false)
    #expect(side(of: 1...1, on: unknown) == .unknown)
  }

  private func side(of x: ClosedRange<Int>, on grid: VoxelGrid) -> LesionSide? {
    LesionTable(
      LesionSources(
        raters: [.boxes(on: grid, (x, 1...1, 1...1))], flair: Volume(grid: grid, filledWith: 1),
        brain: .boxes(on: grid, (0...9, 0...3, 0...3)))
    ).records.first?.side
  }
}
