import Foundation
import Testing
import VolumeModel

/// Lesions that were cut or joined: the list, verdicts, the mask and the record.
@Suite struct LesionDivisionTests {
  private let grid = VoxelGrid.test(40, 20, 10)

  /// One lesion that both drew, with a side that rater 2 alone drew, and two small ones.
  private var raters: [Mask] {
    [
      .boxes(on: grid, (4...15, 2...6, 2...4), (30...32, 2...3, 2...3)),
      .boxes(on: grid, (4...19, 2...6, 2...4), (30...32, 15...16, 7...8)),
    ]
  }

  private func table(_ events: [ReviewEvent] = [], prediction: Mask? = nil, after previous: LesionTable? = nil)
    -> LesionTable
  {
    LesionTable(
      LesionSources(
        raters: raters, prediction: prediction, flair: Volume<Float>(grid: grid, filledWith: 1),
        brain: Mask(grid: grid), pieces: ReviewHistory(events).state.pieces), keepingNumbersOf: previous)
  }

  /// The large lesion in two, at x = 12, and at x = 17 through what rater 2 alone drew.
  private func cut(at x: Int, of events: [ReviewEvent] = []) throws -> ReviewEvent {
    let whole = try #require(table(events).record(at: SIMD3(x, 4, 3)))
    let pieces = LesionCutter(whole.region, on: grid).pieces(acrossVoxelAxis: 0, at: x)
    let known = ReviewHistory(events).state.review(of: whole.region)
    return .division(
      LesionDivision(
        rule: "cut before sagittal slice \(x)", lesions: [whole.id],
        actions: pieces.enumerated().map { index, piece in
          var action = LesionAction(lesion: index == 0 ? whole.id : table(events).numbersGiven + index, region: piece)
          action.verdict = known?.verdict
          action.choice = known?.choice.map {
            VoxelChoice(source: $0.source, voxels: $0.voxels.intersection(piece))
          }
          return action
        }))
  }

  private func verdict(_ verdict: Verdict, on record: LesionRecord, _ voxels: VoxelRegion? = nil) -> ReviewEvent {
    var action = LesionAction(lesion: record.id, region: record.region)
    action.verdict = verdict
    action.choice = VoxelChoice(
      source: verdict == .rejected ? .nothing : .union,
      voxels: voxels ?? (verdict == .rejected ? VoxelRegion() : record.region))
    return .lesion(action)
  }

  private func mask(_ events: [ReviewEvent]) -> Mask {
    ReviewHistory(events).state.adjudicatedMask(of: raters, on: grid, undecided: .intersection)
  }

  @Test func piecesAreLesionsAndKeepTheirNumbersWhenTheCaseIsOpenedAgain() throws {
    let before = table()
    let events = [try cut(at: 12)]
    for after in [table(events, after: before), table(events)] {
      #expect(after.records.map(\.id) == [1, 2, 3, 4])
      #expect(after.records.map(\.lesion.voxelCount) == [8 * 15, 12, 12, 8 * 15])
      #expect(after.record(at: SIMD3(11, 4, 3))?.id == 1 && after.record(at: SIMD3(12, 4, 3))?.id == 4)
      #expect(after.records[0].division == "cut before sagittal slice 12" && after.records[1].division == nil)
      #expect(after.records[3].raterVoxels == [4 * 15, 8 * 15])
    }
    let undone = table(events + [.undo], after: table(events, after: before))
    #expect(undone.records.map(\.id) == [1, 2, 3] && undone.records.map(\.region) == before.records.map(\.region))
  }

  @Test func aVerdictOnAPieceIsAboutThatPieceAlone() throws {
    let events = [try cut(at: 12)]
    let piece = try #require(table(events).record(4))
    let decided = events + [verdict(.rejected, on: piece)]
    let rows = table(decided).rows(ReviewHistory(decided).state)
    #expect(rows.map(\.verdict) == [nil, nil, nil, .rejected])
    #expect(mask(decided) == raters[0].intersection(raters[1]).subtracting(Mask(piece.region, on: grid)))
    #expect(mask(decided + [.undo]) == mask([]) && mask(decided + [.undo, .undo]) == mask([]))
    #expect(ReviewHistory(decided + [.undo, .undo]).state == ReviewState())
  }

  @Test func whatStoodOfTheLesionStandsOfItsPieces() throws {
    let whole = table().records[0]
    let events = [verdict(.approved, on: whole)]
    let after = events + [try cut(at: 12, of: events)]
    #expect(mask(after) == mask(events))
    let rows = table(after).rows(ReviewHistory(after).state)
    #expect(rows.map(\.verdict) == [.approved, nil, nil, .approved])
    #expect(rows[3].decidedVoxels == 8 * 15)
    let rejected = after + [verdict(.rejected, on: rows[0].record)]
    #expect(mask(rejected) == mask(events).subtracting(Mask(rows[0].record.region, on: grid)))
    #expect(ReviewHistory(rejected).state.lesions.count == 2)
  }

  @Test func joinedLesionsAreOneThoughTheyLieApart() throws {
    let before = table()
    var action = LesionAction(lesion: 2, region: before.records[1].region.union(before.records[2].region))
    action.verdict = .approved
    action.choice = VoxelChoice(source: .union, voxels: action.region)
    let events: [ReviewEvent] = [.division(LesionDivision(rule: "joined", lesions: [2, 3], actions: [action]))]
    let after = table(events, after: before)
    #expect(after.records.map(\.id) == [1, 2] && after.records[1].lesion.voxelCount == 24)
    #expect(after.records[1].votes == 2)
    #expect(after.rows(ReviewHistory(events).state).map(\.verdict) == [nil, .approved])
    // Cut again it falls into its parts.
    let again = LesionCutter(after.records[1].region, on: grid).watershed()
    #expect(again.partCount(depth: 100) == 2)
  }

  @Test func whatAPredictionAddsGoesToTheNearestPiece() throws {
    let events = [try cut(at: 12)]
    let prediction = Mask.boxes(on: grid, (2...4, 2...6, 2...4), (20...23, 2...6, 2...4), (36...37, 2...3, 2...3))
    let after = table(events, prediction: prediction, after: table(events))
    #expect(after.records.map(\.id) == [1, 2, 3, 4, 5])
    #expect(after.record(at: SIMD3(2, 4, 3))?.id == 1 && after.record(at: SIMD3(23, 4, 3))?.id == 4)
    let union = after.records.reduce(VoxelRegion()) { $0.union($1.region) }
    #expect(union == VoxelRegion(raters[0].union(raters[1]).union(prediction)), "no voxel is lost")
    #expect(union.voxelCount == after.records.reduce(0) { $0 + $1.lesion.voxelCount }, "none is in two lesions")
  }

  @Test func aRegionThatACutDividesIsDecidedPieceByPiece() throws {
    // Rater 2 alone drew x from 16 on; the cut at 18 goes through it.
    let events = [try cut(at: 18)]
    let region = VoxelRegion(.boxes(on: grid, (16...19, 2...6, 2...4)))
    let cutTable = table(events)
    #expect(cutTable.rows(ReviewState()).map { $0.regions?.total } == [1, 1, 1, 1])
    var taken = LesionAction(lesion: 1, region: region)
    taken.verdict = .approved
    taken.choice = VoxelChoice(source: .union, voxels: region)
    let small = try #require(cutTable.record(at: SIMD3(19, 4, 3)))
    let decided = events + [.regions(LesionActions(rule: "by hand", actions: [taken])), verdict(.rejected, on: small)]
    let state = ReviewHistory(decided).state
    // The part in the other piece stays taken.
    #expect(mask(decided).part(inside: region) == region.subtracting(small.region))
    let rows = cutTable.rows(state)
    #expect(rows.first { $0.id == small.id }?.verdict == .rejected)
    #expect(rows.first { $0.id == 1 }?.regions?.taken == 1)
    #expect(state.verdict(onRegion: region) == .approved)
    let again = decided + [.regions(LesionActions(rule: "by hand", actions: [taken]))]
    #expect(mask(again).part(inside: region) == region)
  }

  @Test func theRecordHoldsCutsAndJoins() throws {
    var division = try #require(
      { if case .division(let division) = try cut(at: 12) { division } else { nil } }())
    division.source = .rater1
    let event = ReviewEvent.division(division)
    let line = try JSONEncoder().encode(event)
    #expect(try JSONDecoder().decode(ReviewEvent.self, from: line) == event)
    let object = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
    #expect(object["act"] as? String == "division" && object["lesions"] as? [Int] == [1])
    #expect((object["actions"] as? [[String: Any]])?.count == 2)
    guard case .division(let swapped) = event.withSwappedRaters else {
      Issue.record("another event")
      return
    }
    #expect(swapped.source == .rater2)
  }

  @Test func aDivisionBeyondTheGridIsPassedOver() throws {
    let event = try cut(at: 12)
    let record = JournalRecord(sequence: 1, time: "", author: "a", event: event)
    let line = try JSONEncoder().encode(record) + Data("\n".utf8)
    #expect(JournalContents(line, grid: grid).events == [event])
    let small = JournalContents(line, grid: .test(3, 3, 3))
    #expect(small.events.isEmpty && small.unreadableLines == [1])
  }
}
