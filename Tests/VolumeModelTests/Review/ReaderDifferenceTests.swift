import Testing
import VolumeModel

/// Over what readers of a case differ, lesion by lesion.
@Suite struct ReaderDifferenceTests {
  private let grid = TwoRaters.grid
  private let raters = TwoRaters.masks
  private var table: LesionTable { TwoRaters.table }

  /// What a reader says of the first lesion.
  struct Answer: Sendable {
    var verdict: Verdict?
    var source = VoxelSource.union
    var lesionClass: LesionClass?
    static let none = Answer()
    static let union = Answer(verdict: .approved)
    static let core = Answer(verdict: .approved, source: .intersection)
    static let periventricular = Answer(verdict: .approved, lesionClass: .periventricular)
    static let cortical = Answer(verdict: .approved, lesionClass: .cortical)
    static let rejected = Answer(verdict: .rejected, source: .nothing)
  }

  private func reader(_ name: String, _ answer: Answer) throws -> ReaderReview {
    let record = try #require(table.record(1))
    guard let verdict = answer.verdict else { return ReaderReview(name: name, state: ReviewState()) }
    var action = LesionAction(lesion: 1, region: record.region)
    action.verdict = verdict
    action.lesionClass = answer.lesionClass
    let voxels = answer.source.voxels(inside: record.region, raters: raters, prediction: nil)
    action.choice = VoxelChoice(source: answer.source, voxels: try #require(voxels))
    return ReaderReview(name: name, state: ReviewHistory([.lesion(action)]).state)
  }

  private func difference(_ answers: Answer...) throws -> ReaderDifference? {
    let readers = try answers.enumerated().map { try reader("reader \($0 + 1)", $1) }
    let rows = table.rows(ReviewState(), words: table.words(of: readers, raters: raters))
    #expect(rows.last?.difference == nil, "nobody said anything of the second lesion")
    return try #require(rows.first).difference
  }

  @Test func theMostImportantDifferenceIsTold() throws {
    #expect(try difference(.union, .rejected) == .verdict)
    #expect(try difference(.union, .core, .rejected) == .verdict)
    #expect(try difference(.union, .none) == .undecided)
    #expect(try difference(.union, .core) == .voxels)
    #expect(try difference(.periventricular, .cortical) == .lesionClass)
    #expect(try difference(.periventricular, .union) == nil, "a class not given contradicts none")
    #expect(try difference(.union, .union) == nil)
    #expect(try difference(.none, .none) == nil)
    #expect(try difference(.union) == nil, "one reader differs from nobody")
  }

  /// A reader who takes both sides one by one gives the lesion what another gives it as a whole.
  @Test func regionsAndTheWholeAreComparedByVoxels() throws {
    let sides = [
      VoxelRegion(.boxes(on: grid, (4...7, 2...6, 2...4))), VoxelRegion(.boxes(on: grid, (13...16, 2...6, 2...4))),
    ]
    func byRegions(_ takes: [Bool]) -> ReaderReview {
      let events = zip(sides, takes).map { side, isTaken in
        var action = LesionAction(lesion: 1, region: side)
        action.verdict = isTaken ? .approved : .rejected
        action.choice = VoxelChoice(source: isTaken ? .union : .nothing, voxels: isTaken ? side : VoxelRegion())
        return ReviewEvent.regions(LesionActions(rule: "by hand", actions: [action]))
      }
      return ReaderReview(name: "by regions", state: ReviewHistory(events).state)
    }
    let whole = try reader("whole", .union)
    let trials: [(takes: [Bool], expected: ReaderDifference?)] = [([true, true], nil), ([true, false], .voxels)]
    for (takes, expected) in trials {
      let words = table.words(of: [whole, byRegions(takes)], raters: raters)
      #expect(ReaderDifference(words[0]) == expected)
    }
  }

  @Test func theListIsFilteredByWhatDiffers() throws {
    let readers = [try reader("ana", .union), try reader("ben", .rejected)]
    let rows = table.rows(ReviewState(), words: table.words(of: readers, raters: raters))
    #expect(rows.filter(try LesionFilter("differ").includes).map(\.id) == [1])
    #expect(rows.filter(try LesionFilter("differ=voxels").includes).isEmpty)
    let csv = table.csv(rows).split(separator: "\r\n")
    #expect(csv[0].hasSuffix("differ,verdict_ana,verdict_ben") && csv[1].hasSuffix("verdict,approved,rejected"))
  }
}
