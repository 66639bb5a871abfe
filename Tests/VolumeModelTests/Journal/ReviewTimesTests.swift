import Testing
import VolumeModel

/// How long a review took, from times written by hand.
@Suite struct ReviewTimesTests {
  private let grid = VoxelGrid.test(20, 4, 4)

  private var masks: [Mask] { [.boxes(on: grid, (2...3, 1...2, 1...2), (10...12, 1...2, 1...2))] }

  private var table: LesionTable {
    LesionTable(LesionSources(raters: masks, flair: Volume<Float>(grid: grid, filledWith: 1), brain: Mask(grid: grid)))
  }

  private func record(_ time: String, lesion number: Int? = nil) throws -> JournalRecord {
    guard let number else {
      return JournalRecord(
        sequence: 1, time: "2026-01-02T\(time)Z", author: "ana", event: .wholeCase(CaseAction(rating: 4)))
    }
    let region = try #require(table.record(number)).region
    return JournalRecord(
      sequence: 1, time: "2026-01-02T\(time)Z", author: "ana",
      event: .lesion(LesionAction(lesion: number, region: region))
    )
  }

  @Test func pausesAreLeftOut() throws {
    let times = ReviewTimes([
      try record("10:00:00", lesion: 1), try record("10:00:20", lesion: 1), try record("10:00:50", lesion: 2),
      try record("10:05:50", lesion: 2), try record("10:10:51", lesion: 2), try record("10:11:00"),
    ])
    // 20 + 30 + 300 + (301: a pause) + 9.
    #expect(times.seconds == 359 && times.pauses == 1)
    #expect(times.seconds(in: table) == [1: 20, 2: 330])
  }

  @Test func aClockSetBackAndTimesThatAreNoneCountForNothing() throws {
    let times = ReviewTimes([
      try record("10:00:00", lesion: 1), try record("09:00:00", lesion: 1), try record("no time", lesion: 1),
      try record("09:00:05", lesion: 2),
    ])
    #expect(times.seconds == 5 && times.pauses == 0)
    #expect(ReviewTimes([]).seconds == 0)
  }

  @Test func theRatingIsKeptAndTheLastOneStands() {
    let events = [2, 4, 9].map { ReviewEvent.wholeCase(CaseAction(rating: $0)) }
    #expect(ReviewHistory(events).state.rating == 4, "9 is no rating")
    #expect(ReviewHistory(events + [.undo, .undo]).state.rating == 2)
  }
}
