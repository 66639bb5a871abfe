import TestSupport
import Testing
import ViewerTUI
import VolumeModel

/// What a review shows after each action is what it shows of the same journal opened anew.
@Suite struct PartlyRefreshedReviewTests {
  private func review(_ loaded: ReviewCase, _ policy: UndecidedPolicy, _ table: LesionTable) -> CaseReview {
    var review = CaseReview(raters: loaded.raters.map(\.mask), grid: loaded.grid, undecided: policy)
    review.findings = Finding.regions(of: loaded.raters.map(\.mask)).map { VoxelRegion($0.region, on: loaded.grid) }
    review.take(table)
    return review
  }

  private func event(
    _ review: CaseReview, _ loaded: ReviewCase, _ random: inout SeededGenerator
  ) throws -> ReviewEvent {
    func action(_ region: VoxelRegion, _ number: Int) -> LesionAction {
      var action = LesionAction(lesion: number, region: region)
      let isTaken = Bool.random(using: &random)
      action.verdict = isTaken ? .approved : .rejected
      action.isFlagged = Bool.random(using: &random) ? isTaken : nil
      var voxels = isTaken ? region : VoxelRegion()
      if isTaken, Int.random(in: 0..<3, using: &random) == 0 { voxels = voxels.grown(bySteps: 1, inside: loaded.brain) }
      action.choice = VoxelChoice(source: isTaken ? .union : .nothing, voxels: voxels)
      return action
    }
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: return .undo
    case 2: return .redo
    case 3:
      let centre = SIMD3(Int.random(in: 5..<20, using: &random), 15, 7)
      return .lesion(action(.ball(at: centre, radiusMM: 2, on: loaded.grid), 99))
    case 4, 5, 6:
      let region = try #require(review.findings.randomElement(using: &random))
      return .regions(LesionActions(rule: "by hand", actions: [action(region, 1)]))
    case 7:
      return .lesions(LesionActions(rule: "all", actions: review.allRows.map { action($0.record.region, $0.id) }))
    default:
      let row = try #require(review.allRows.randomElement(using: &random))
      return .lesion(action(row.record.region, row.id))
    }
  }

  @Test(
    arguments: [
      (UInt64(1), UndecidedPolicy.intersection), (2, .nothing), (3, .union), (4, .nothing),
    ] as [(UInt64, UndecidedPolicy)])
  func everyActionShowsWhatOpeningAnewShows(seed: UInt64, policy: UndecidedPolicy) throws {
    let loaded = try SmallCase.reviewOfFourRaters()
    let table = LesionTable(
      LesionSources(raters: loaded.raters.map(\.mask), flair: loaded.flair.volume, brain: loaded.brain))
    var random = SeededGenerator(seed: seed)
    var review = review(loaded, policy, table)
    review.sort(by: LesionOrder(seed % 2 == 0 ? .decided : .dis))
    if seed > 2 { review.show(try LesionFilter("!decided | flag")) }
    var events: [ReviewEvent] = []
    for step in 0..<60 {
      let next = try event(review, loaded, &random)
      guard review.apply(next) != nil else { continue }
      events.append(next)
      var anew = self.review(loaded, policy, table)
      anew.sort(by: review.order)
      anew.show(review.filter)
      anew.replay(events)
      #expect(review.adjudicated == anew.adjudicated, "step \(step), \(next)")
      #expect(review.kept == anew.kept, "step \(step)")
      #expect(review.rows.map(\.id) == anew.rows.map(\.id), "step \(step)")
      #expect(review.allRows.map(\.verdict) == anew.allRows.map(\.verdict), "step \(step)")
      #expect(review.allRows.map(\.decidedVoxels) == anew.allRows.map(\.decidedVoxels), "step \(step)")
      #expect(review.findingVerdicts == anew.findingVerdicts, "step \(step)")
      #expect(review.decidedCount == anew.allRows.count(where: \.isDecided), "step \(step)")
    }
    try #require(events.count > 30)
  }

  /// Undo is quick because it does not begin at the first action; it must end at the same state all the same.
  @Test func undoingManyActionsEndsWhereTheOthersStand() {
    let grid = VoxelGrid(shape: SIMD3(40, 40, 4), affine: Affine(spacingMM: SIMD3(1, 1, 1)))
    let events = (0..<1200).map { index -> ReviewEvent in
      var mask = Mask(grid: grid)
      mask[SIMD3(index * 7 % 40, index * 3 % 40, index % 4)] = true
      var action = LesionAction(lesion: index + 1, region: VoxelRegion(mask))
      action.verdict = index % 3 == 0 ? .rejected : .approved
      action.comment = "\(index)"
      return .lesion(action)
    }
    var history = ReviewHistory()
    for event in events { history.apply(event) }
    var undone = 0
    for count in [1199, 1100, 700, 300, 0] {
      while undone < 1200 - count {
        history.apply(.undo)
        undone += 1
      }
      #expect(history.state == ReviewHistory(Array(events.prefix(count))).state, "\(count) actions")
    }
    for _ in 0..<900 { history.apply(.redo) }
    #expect(history.state == ReviewHistory(Array(events.prefix(900))).state)
  }
}
