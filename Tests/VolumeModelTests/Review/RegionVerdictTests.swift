import Foundation
import Testing
import VolumeModel

/// Verdicts on the regions over which raters disagree: what the mask, the lesions and the record make of them.
@Suite struct RegionVerdictTests {
  private let grid = TwoRaters.grid
  private let raters = TwoRaters.masks
  private var table: LesionTable { TwoRaters.table }

  /// Rater 1's side, rater 2's side, and the lesion of rater 2 alone.
  private var regions: [VoxelRegion] {
    let boxes: [Mask] = [
      .boxes(on: grid, (4...7, 2...6, 2...4)), .boxes(on: grid, (13...16, 2...6, 2...4)),
      .boxes(on: grid, (30...32, 15...16, 7...8)),
    ]
    return boxes.map { VoxelRegion($0) }
  }

  private func decide(_ index: Int, takes: Bool) -> LesionAction {
    var action = LesionAction(lesion: 1, region: regions[index])
    action.verdict = takes ? .approved : .rejected
    action.choice = VoxelChoice(source: takes ? .union : .nothing, voxels: takes ? regions[index] : VoxelRegion())
    return action
  }

  private func event(_ actions: LesionAction..., rule: String = "by hand") -> ReviewEvent {
    .regions(LesionActions(rule: rule, actions: actions))
  }

  private func mask(_ events: [ReviewEvent], _ policy: UndecidedPolicy = .intersection) -> Mask {
    ReviewHistory(events).state.adjudicatedMask(of: raters, on: grid, undecided: policy)
  }

  private func rows(_ events: [ReviewEvent]) -> [LesionRow] { table.rows(ReviewHistory(events).state) }

  @Test func theRegionsAreThoseThatTheRatersDisagreeOver() {
    let found = Finding.regions(of: raters).map { VoxelRegion($0.region, on: grid) }
    #expect(Set(found) == Set(regions))
    #expect(table.lesionNumbers(ofRegions: regions) == [1, 1, 2])
    #expect(rows([]).map(\.regions?.total) == [2, 1])
  }

  @Test(arguments: UndecidedPolicy.allCases.filter { $0 != .nothing }, [[true, false], [false, true], [true, true]])
  func theMaskHasTheRegionsTakenAndNoneLeftOut(policy: UndecidedPolicy, takes: [Bool]) {
    let decided = mask([event(decide(0, takes: takes[0])), event(decide(1, takes: takes[1]))], policy)
    var expected = raters[0].intersection(raters[1])
    if takes[0] { expected.insert(regions[0]) }
    if takes[1] { expected.insert(regions[1]) }
    // Nothing was decided on the other lesion.
    expected.insert(policy.mask(of: raters, on: grid).part(inside: regions[2]))
    #expect(decided == expected)
  }

  @Test func aLesionIsDecidedOnceAllOfItsRegionsAre() throws {
    let one = rows([event(decide(0, takes: true))])
    #expect(one[0].regions?.decided == 1 && !one[0].isDecided && one[0].decidedVoxels == nil)
    let both = rows([event(decide(0, takes: true), decide(1, takes: false), decide(2, takes: false), rule: "a rule")])
    #expect(both.map(\.verdict) == [.approved, .rejected])
    let volume = try #require(both[0].decidedVoxels)
    #expect(volume == 9 * 5 * 3, "the core and rater 1's side")
    #expect(both[1].decidedVoxels == 0 && both[0].source == .regions)
    #expect(
      mask([event(decide(0, takes: true), decide(1, takes: false), decide(2, takes: false))]).count == volume)
  }

  @Test func aLaterVerdictOnTheLesionReplacesThoseOnItsRegionsAndUndoBringsThemBack() {
    var lesion = LesionAction(lesion: 1, region: table.records[0].region)
    lesion.verdict = .rejected
    lesion.choice = VoxelChoice(source: .nothing, voxels: VoxelRegion())
    let events = [event(decide(0, takes: true)), .lesion(lesion)]
    #expect(mask(events).isEmpty)
    #expect(rows(events)[0].verdict == .rejected && rows(events)[0].regions?.decided == 2)
    #expect(mask(events + [.undo]) == mask([event(decide(0, takes: true))]))
    let again = events + [event(decide(1, takes: true))]
    #expect(VoxelRegion(mask(again)) == regions[1], "what is decided last holds")
    #expect(rows(again)[0].verdict == .approved && rows(again)[0].decidedVoxels == regions[1].voxelCount)
  }

  @Test func oneUndoTakesBackAWholeRule() {
    let events = [
      event(decide(0, takes: true)), event(decide(1, takes: true), decide(2, takes: true), rule: "all"), .undo,
    ]
    #expect(ReviewHistory(events).state == ReviewHistory([event(decide(0, takes: true))]).state)
  }

  @Test func theRecordNamesItsRuleAndIsReadBack() throws {
    let written = event(decide(0, takes: true), decide(2, takes: false), rule: "undecided regions below 20 mm3: union")
    let text = try #require(String(data: JSONEncoder().encode(written), encoding: .utf8))
    #expect(text.contains("\"act\":\"regions\"") && text.contains("undecided regions below 20 mm3: union"))
    #expect(try JSONDecoder().decode(ReviewEvent.self, from: Data(text.utf8)) == written)
  }

  @Test func fieldsAndColumnsSayHowFarItIs() throws {
    let listed = rows([event(decide(0, takes: true))])
    #expect(try listed.filter(LesionFilter("open>0").includes).map(\.id) == [1, 2])
    #expect(try listed.filter(LesionFilter("open=2").includes).isEmpty)
    let fields = Dictionary(uniqueKeysWithValues: LesionEntry(listed[0], in: table).fields.map { ($0.name, $0.value) })
    #expect(fields["regions"] == .whole(2) && fields["regions_decided"] == .whole(1))
  }

  /// A lesion whose regions are all decided is decided: what all raters drew of it stays, also where undecided lesions
  /// become nothing; it never counts as approved without a voxel.
  @Test(arguments: [[false, false], [true, false]])
  func whatAllDrewStaysOnceTheRegionsAreDecided(takes: [Bool]) throws {
    let events = [event(decide(0, takes: takes[0])), event(decide(1, takes: takes[1]))]
    let state = ReviewHistory(events).state
    let rows = table.rows(state)
    var expected = raters[0].intersection(raters[1])
    if takes[0] { expected.insert(regions[0]) }
    let mask = state.adjudicatedMask(of: raters, on: grid, undecided: .nothing, rows: rows)
    #expect(mask == expected)
    let first = try #require(rows.first)
    #expect(first.verdict == .approved && first.decidedVoxels == expected.count)
    // While one of them is open, so is the lesion.
    let half = ReviewHistory(Array(events.prefix(1))).state
    let core = VoxelRegion(raters[0].intersection(raters[1]))
    #expect(
      half.adjudicatedMask(of: raters, on: grid, undecided: .nothing, rows: table.rows(half)).part(inside: core).isEmpty
    )
  }
}
