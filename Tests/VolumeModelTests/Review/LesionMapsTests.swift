import Testing
import VolumeModel

@Suite struct LongitudinalComparisonTests {
  @Test(arguments: [
    (0.0, 5.0, LongitudinalComparison.Change.new), (5, 0, .gone), (100, 125, .grown), (100, 124, .stable),
    (100, 75, .shrunk), (100, 76, .stable), (8, 17, .stable), (8, 18, .grown), (1000, 1200, .stable),
  ])
  func changesByAQuarterAndTenCubicMillimetres(
    earlier: Double, later: Double, expected: LongitudinalComparison.Change
  ) {
    #expect(LongitudinalComparison.Threshold().change(from: earlier, to: later) == expected)
  }

  @Test func everyLesionOfEitherVisitIsListedAndMapped() throws {
    let grid = VoxelGrid.test(40, 12, 8)
    let earlier = Mask.boxes(on: grid, (1...3, 1...3, 1...3), (10...14, 2...5, 2...4), (30...33, 2...4, 2...4))
    let later = Mask.boxes(on: grid, (10...16, 2...5, 2...4), (22...24, 8...9, 5...6), (30...33, 2...4, 2...4))
    let comparison = LongitudinalComparison(earlier: earlier, later: later)
    #expect(comparison.entries.map(\.change) == [.gone, .grown, .new, .stable], "by change of volume, 27 24 12 0")
    #expect(comparison.entries.map(\.differenceMM3) == [-27, 24, 12, 0])
    #expect(comparison.count(of: .grown) == 1)
    let labels = comparison.labels()
    #expect(labels[SIMD3(2, 2, 2)] == 2)
    #expect(labels[SIMD3(16, 3, 3)] == 3)
    #expect(labels[SIMD3(11, 3, 3)] == 3, "the old part of a grown lesion belongs to it")
    #expect(labels[SIMD3(23, 8, 5)] == 1)
    #expect(labels[SIMD3(31, 3, 3)] == 5)
    #expect(labels.scalars.count { $0 != 0 } == earlier.union(later).count)
  }
}

@Suite struct DisagreementMapTests {
  @Test func labelsAreBitsOfWhoDrewTheVoxel() {
    let grid = VoxelGrid.test(8, 1, 1)
    func mask(_ voxels: [Int]) -> Mask { Mask(grid: grid, linearIndices: voxels) }
    let map = DisagreementMap(
      raters: [mask([1, 3, 5, 7]), mask([2, 3, 6, 7])], prediction: mask([4, 5, 6, 7]), on: grid)
    #expect(map.labels.scalars == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(DisagreementMap.name(of: 5) == "rater 1 and prediction")
    #expect(map.numbers == Array(1...7))
    #expect(DisagreementMap(raters: [mask([1])], prediction: mask([1, 2]), on: grid).numbers == [4, 5])
  }

  /// The lines as ITK-SNAP 4 reads them: six numbers, two flags, and a quoted name.
  @Test func labelFilesNameEveryLabel() {
    let labels = [LabelDescription(number: 3, name: "rater 1 and rater 2", red: 240, green: 228, blue: 66)]
    let lines = LabelFile.itkSnap(labels).split(separator: "\n")
    #expect(lines.first { !$0.hasPrefix("#") }?.hasSuffix("\"Clear Label\"") == true)
    let fields = lines.last?.split(separator: "\"")
    #expect(fields?.first?.split(separator: " ").map(String.init) == ["3", "240", "228", "66", "1", "1", "1"])
    #expect(fields?.last == "rater 1 and rater 2")
    #expect(LabelFile.bidsTable(labels) == "index\tname\tcolor\n3\trater 1 and rater 2\t#f0e442\n")
  }
}
