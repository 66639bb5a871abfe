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

  @Test func eachLesionOfTwoVisitsSaysWhatBecameOfIt() {
    #expect(changes(comparesVisits: true) == [.grown, .gone, .new, nil], "by volume; only the prediction has the last")
    #expect(changes(comparesVisits: false) == [nil, nil, nil, nil], "raters do not change")
  }
}
