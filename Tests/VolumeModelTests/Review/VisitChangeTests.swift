import Testing
import VolumeModel

@Suite struct VisitChangeTests {
  private let grid = VoxelGrid.test(40, 12, 8)

  private func changes(comparesVisits: Bool) -> [LongitudinalComparison.Change?] {
    let earlier = Mask.boxes(on: grid, (1...3, 1...3, 1...3), (10...14, 2...5, 2...4))
    let later = Mask.boxes(on: grid, (10...16, 2...5, 2...4), (22...24, 8...9, 5...6))
    let predicted = Mask.boxes(on: grid, (34...35, 2...3, 2...3))
    return LesionTable(
      LesionSources(
        raters: [earlier, later], prediction: predicted, flair: Volume(grid: grid, filledWith: 1),
        brain: Mask(grid: grid), comparesVisits: comparesVisits)
    ).records.map(\.change)
  }

  @Test(arguments: [
    (100.0, 124.0, "stable: by 24 mm3 and 24 %, less than 25 %"),
    (20, 26, "stable: by 6 mm3 and 30 %, less than 10 mm3"),
    (40, 43, "stable: by 3 mm3 and 7.5 %, less than 10 mm3 and 25 %"),
    (100, 150, "grown: by 50 mm3 and 50 %, at least 10 mm3 and 25 %"),
    (100, 50, "shrunk: by 50 mm3 and 50 %, at least 10 mm3 and 25 %"),
    (1e30, 2e30, "grown: by 1e+30 mm3 and 100 %, at least 10 mm3 and 25 %"),
    (0, 9, "new: not there at the earlier visit"), (9, 0, "gone: not there at this visit"),
  ])
  func theRuleSaysWhatItGoesBy(earlier: Double, later: Double, sentence: String) {
    #expect(LongitudinalComparison.Threshold().reason(from: earlier, to: later) == sentence)
  }

  @Test func eachLesionOfTwoVisitsSaysWhatBecameOfIt() {
    #expect(changes(comparesVisits: true) == [.grown, .gone, .new, nil], "by volume; only the prediction has the last")
    #expect(changes(comparesVisits: false) == [nil, nil, nil, nil], "raters do not change")
  }
}
