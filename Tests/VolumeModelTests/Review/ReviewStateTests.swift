import Foundation
import Testing
import VolumeModel

@Suite struct ReviewStateTests {
  private let grid = VoxelGrid.test(40, 20, 10)

  /// Two lesions that both raters drew differently, and one of rater 2 alone.
  private var raters: [Mask] {
    [
      .boxes(on: grid, (2...6, 2...6, 2...4), (20...24, 2...6, 2...4)),
      .boxes(on: grid, (4...8, 2...6, 2...4), (20...24, 3...8, 2...4), (30...32, 15...16, 7...8)),
    ]
  }

  private var regions: [VoxelRegion] {
    let union = raters[0].union(raters[1])
    return Lesions(of: union, connectivity: .edges).lesions.map { VoxelRegion($0, on: grid) }
  }

  private func act(_ index: Int, take source: VoxelSource) throws -> ReviewEvent {
    var act = LesionAction(lesion: index + 1, region: regions[index])
    let voxels = try #require(source.voxels(inside: regions[index], raters: raters, prediction: nil))
    act.verdict = source == .nothing ? .rejected : .approved
    act.choice = VoxelChoice(source: source, voxels: voxels)
    return .lesion(act)
  }

  private func mask(_ events: [ReviewEvent], _ policy: UndecidedPolicy = .intersection) -> Mask {
    ReviewHistory(events).state.adjudicatedMask(of: raters, on: grid, undecided: policy)
  }

  @Test(arguments: UndecidedPolicy.allCases)
  func withoutActsThePolicyHolds(policy: UndecidedPolicy) {
    let expected: Mask =
      switch policy {
      case .intersection, .majority: raters[0].intersection(raters[1])
      case .union: raters[0].union(raters[1])
      case .rater1: raters[0]
      case .rater2: raters[1]
      case .nothing: Mask(grid: grid)
      }
    #expect(mask([], policy) == expected)
    let alone = ReviewState().adjudicatedMask(of: [raters[0]], on: grid, undecided: policy)
    #expect(alone == (policy == .nothing ? Mask(grid: grid) : raters[0]), "one rater has nobody to differ from")
  }

  @Test func eachLesionBecomesWhatWasDecidedOnIt() throws {
    let decided = mask([try act(0, take: .union), try act(1, take: .rater2), try act(2, take: .nothing)], .union)
    let first = Mask(regions[0], on: grid), second = Mask(regions[1], on: grid), third = Mask(regions[2], on: grid)
    #expect(decided.intersection(first) == raters[0].union(raters[1]).intersection(first))
    #expect(decided.intersection(second) == raters[1].intersection(second))
    #expect(decided.intersection(third).isEmpty)
  }

  @Test func theLastDecisionHolds() throws {
    #expect(
      mask([try act(0, take: .union), try act(0, take: .rater1)]) == mask([try act(0, take: .rater1)]))
  }

  @Test func undoAndRedoWalkThroughAllActs() throws {
    let acts = [try act(0, take: .union), try act(1, take: .rater1), try act(2, take: .rater2)]
    var history = ReviewHistory(acts)
    var states = [history.state]
    for _ in acts {
      #expect(history.apply(.undo) != nil)
      states.append(history.state)
    }
    #expect(history.state == ReviewState())
    #expect(history.apply(.undo) == nil, "there is nothing before the first act")
    for state in states.reversed().dropFirst() {
      #expect(history.apply(.redo) != nil)
      #expect(history.state == state)
    }
    #expect(history.apply(.redo) == nil)
  }

  @Test func aNewActEndsRedo() throws {
    var history = ReviewHistory([try act(0, take: .union), .undo, try act(1, take: .rater1)])
    #expect(!history.canRedo)
    #expect(history.apply(.redo) == nil)
    #expect(history.state == ReviewHistory([try act(1, take: .rater1)]).state)
  }

  /// Whatever the order of actions, undos and redos: folding the record anew gives the state that was on the screen.
  @Test(arguments: 1...20)
  func theRecordGivesTheStateAgain(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var history = ReviewHistory()
    var record: [ReviewEvent] = []
    let sources: [VoxelSource] = [.rater1, .rater2, .union, .intersection, .nothing]
    for _ in 0..<60 {
      let event: ReviewEvent =
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: .undo
        case 1: .redo
        case 2: .wholeCase(CaseAction(verdict: .approved, isFlagged: Bool.random(using: &generator)))
        default:
          try act(Int.random(in: 0..<3, using: &generator), take: sources.randomElement(using: &generator) ?? .union)
        }
      history.apply(event)
      record.append(event)
    }
    let text = try JSONEncoder().encode(record)
    let read = try JSONDecoder().decode([ReviewEvent].self, from: text)
    #expect(read == record)
    #expect(ReviewHistory(read).state == history.state)
  }

  @Test func flagsClassesAndCommentsDecideNothing() {
    var act = LesionAction(lesion: 1, region: regions[0])
    act.isFlagged = true
    act.lesionClass = .juxtacortical
    act.comment = "ask again"
    let state = ReviewHistory([.lesion(act)]).state
    #expect(mask([.lesion(act)]) == mask([]))
    let review = state.review(of: regions[0])
    #expect(review?.isDecided == false)
    #expect(review?.isFlagged == true)
    #expect(review?.lesionClass == .juxtacortical)
    #expect(review?.comment == "ask again")
    #expect(state.review(of: regions[1]) == nil)
  }

  /// The prediction is gone and no mask touches the lesion: what was taken of it stays, and stays listed.
  @Test func whatWasTakenFromAPredictionOutlivesIt() throws {
    let predicted = Mask.boxes(on: grid, (10...12, 15...17, 5...6))
    var act = LesionAction(lesion: 9, region: VoxelRegion(predicted))
    act.verdict = .approved
    act.choice = VoxelChoice(source: .prediction, voxels: VoxelRegion(predicted))
    let state = ReviewHistory([.lesion(act), try self.act(0, take: .union)]).state
    #expect(mask([.lesion(act)]) == mask([]).union(predicted))
    #expect(state.kept(outside: raters, on: grid) == predicted)
    #expect(state.kept(outside: raters + [predicted], on: grid).isEmpty)
  }

  @Test func aPredictionNobodyHasIsNoSource() {
    #expect(VoxelSource.prediction.voxels(inside: regions[0], raters: raters, prediction: nil) == nil)
    #expect(VoxelSource.rater2.voxels(inside: regions[0], raters: [raters[0]], prediction: nil) == nil)
  }
}
