import Testing
import VolumeModel

@Suite struct LesionFilterTests {
  /// The rows of the fixture; lesion 3 is approved as periventricular, lesion 5 flagged with a comment.
  private func rows() throws -> [LesionRow] {
    let table = LesionTable(try LesionTableFixture.load().sources)
    var state = ReviewState()
    var approval = LesionAction(lesion: 3, region: table.records[2].region)
    approval.verdict = .approved
    approval.lesionClass = .periventricular
    approval.choice = VoxelChoice(source: .rater2, voxels: approval.region)
    state.apply(approval)
    var flag = LesionAction(lesion: 5, region: table.records[4].region)
    flag.isFlagged = true
    flag.comment = "Artefact of the vessel"
    state.apply(flag)
    return table.rows(state)
  }

  /// What the fixture's table shows, read by eye: volumes 828 240 228 207 99 66.
  @Test(arguments: [
    ("vol<100", [5, 6]), ("vol < 100 & !r2", [6]), ("vol<100&!r2", [6]), ("vol<100 && !r2", [6]),
    ("r2", [1, 2, 3, 4, 5]), ("!p", [3, 6]), ("!r1 | !r2", [2, 6]), ("!(r1 & r2)", [2, 6]),
    ("vol>=240", [1, 2]), ("vol<=66 | vol>800", [1, 6]), ("vol = 228", [3]), ("vol != 228", [1, 2, 4, 5, 6]),
    ("agree>0.5", [3]), ("agree=0", [2, 6]), ("slice=10", [1, 2, 6]), ("slice<3", [1]), ("slice>10", [1, 2]),
    ("slice!=4", [2, 6]), ("id=4", [4]), ("verdict=approved", [3]), ("verdict", [3]), ("!decided", [1, 2, 4, 5, 6]),
    ("class=peri", [3]), ("class!=peri", [1, 2, 4, 5, 6]), ("flag", [5]), ("comment=artefact", [5]),
    ("comment=\"of the\"", [5]), ("take=rater2", [3]), ("by=r1", [6]), ("by=r1,r2", [3]), ("prob>0", []),
    ("VOL<100", [5, 6]),
  ])
  func selects(expression: String, expected: [Int]) throws {
    let filter = try LesionFilter(expression)
    #expect(try rows().filter(filter.includes).map(\.id) == expected)
  }

  @Test func andBindsTighterThanOr() throws {
    let rows = try rows()
    let plain = try LesionFilter("id=1 | id=2 & id=3")
    let grouped = try LesionFilter("(id=1 | id=2) & id=3")
    #expect(rows.filter(plain.includes).map(\.id) == [1])
    #expect(rows.filter(grouped.includes).isEmpty)
  }

  @Test(arguments: [
    ("", 1, "field"), ("vol <", 6, "value"), ("volume<3", 1, "no field 'volume'"), ("vol<10 r2", 8, "not expected"),
    ("(vol<10", 8, "character 1"), ("vol<10)", 7, "bracket"), ("vol<big", 5, "number"), ("side=3", 6, "word"),
    ("side<left", 6, "= or !="), ("r1 & ", 6, "field"), ("comment=\"a", 9, "quotation"), ("&r1", 1, "field"),
  ])
  func saysWhereAndWhyAnExpressionIsNone(expression: String, position: Int, words: String) throws {
    let error = #expect(throws: LesionFilterError.self) { try LesionFilter(expression) }
    #expect(error?.position == position, "\(error?.description ?? "")")
    #expect(error?.problem.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test func absurdDepthIsRefused() {
    #expect(throws: LesionFilterError.self) { try LesionFilter(String(repeating: "(", count: 100_000)) }
    #expect(throws: LesionFilterError.self) { try LesionFilter(String(repeating: "!", count: 100_000) + "r1") }
  }

  @Test(arguments: [
    ("vol", [1, 2, 3, 4, 5, 6]), ("-vol", [6, 5, 4, 3, 2, 1]), ("id", [1, 2, 3, 4, 5, 6]),
    ("agree", [3, 1, 4, 5, 2, 6]), ("slice", [1, 3, 5, 4, 2, 6]), ("class", [3, 1, 2, 4, 5, 6]),
    ("-class", [3, 1, 2, 4, 5, 6]),
  ])
  func sorts(order: String, expected: [Int]) throws {
    let order = try #require(LesionOrder(order))
    #expect(order.sorted(try rows()).map(\.id) == expected)
  }

  @Test func theWorstDisagreementComesFirst() throws {
    let sorted = LesionOrder.worstFirst.sorted(try rows())
    let volumes = sorted.map(\.record.disagreementMM3)
    #expect(volumes == volumes.sorted(by: >))
    #expect(LesionOrder("nothing") == nil)
  }
}
