import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct ReviewActsTests {
  /// A session with a lesion selected that both raters drew, differently.
  private func session() throws -> (Session, LesionRow) {
    var session = try ExampleCase.reviewedSession()
    let row = try #require(
      session.desk.allRows.first {
        $0.record.bothVoxels > 0 && $0.record.onlyRater1MM3 > 0 && $0.record.onlyRater2MM3 > 0 && $0.id > 1
      })
    session.cursor = row.record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2)
    return (session, row)
  }

  private func part(_ session: Session, _ row: LesionRow) -> VoxelRegion {
    session.desk.adjudicated.part(inside: row.record.region)
  }

  @Test func eachVerdictIsRecordedCountedAndSaid() throws {
    var (session, row) = try session()
    let events = session.recorded(.character("A"))
    guard case .lesion(let act)? = events.first else {
      Issue.record("no act was recorded")
      return
    }
    #expect(act.region == row.record.region && act.verdict == .approved)
    #expect(act.choice?.voxels == part(session, row), "what is recorded is what the mask has")
    #expect(session.message?.text.contains("1/\(session.desk.allRows.count) lesions decided") == true)
    #expect(session.recorded(.character("X")).count == 1)
    #expect(part(session, row).isEmpty)
    #expect(session.recorded(.character("F")).count == 1)
    #expect(session.desk.selectedRow?.review?.isFlagged == true)
  }

  @Test(arguments: [("1", VoxelSource.rater1), ("2", .rater2), ("u", .union), ("i", .intersection), ("0", .nothing)])
  func editingTakesWhatTheKeySays(key: String, source: VoxelSource) throws {
    var (session, row) = try session()
    session.press(.character("E"))
    #expect(session.recorded(typing: key).count == 1)
    let expected = source.voxels(inside: row.record.region, raters: session.raters.map(\.mask), prediction: nil)
    #expect(part(session, row) == expected)
    let others = Mask(row.record.region, on: session.grid)
    let before = try ExampleCase.reviewedSession().desk.adjudicated
    #expect(session.desk.adjudicated.subtracting(others) == before.subtracting(others), "other lesions stay")
  }

  @Test func growingAndShrinkingComeBack() throws {
    var (session, row) = try session()
    session.press(.character("E"))
    _ = session.recorded(typing: "u")
    let union = session.desk.adjudicated
    _ = session.recorded(typing: "]]")
    #expect(union.subtracting(session.desk.adjudicated).isEmpty)
    #expect(session.desk.adjudicated.count > union.count)
    _ = session.recorded(typing: "[[")
    #expect(session.desk.adjudicated == union)
    _ = session.recorded(typing: "[")
    #expect(part(session, row).voxelCount < row.record.lesion.voxelCount)
    #expect(session.desk.selectedRow?.review?.choice?.steps == -1)
  }

  /// Nothing stands of a lesion that one rater drew alone: it grows from what that rater drew.
  @Test func anUndecidedLesionGrowsFromWhatApprovalWouldGiveIt() throws {
    var session = try ExampleCase.reviewedSession()
    let row = try #require(session.desk.allRows.first { $0.record.rater2MM3 == 0 && $0.record.volumeMM3 > 50 })
    session.cursor = row.record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2)
    session.press(.character("E"))
    #expect(session.recorded(typing: "]").count == 1)
    #expect(part(session, row) == row.record.region, "all that was drawn, and a rim around it")
    #expect((session.desk.selectedRow?.review?.choice?.voxels.voxelCount ?? 0) > row.record.region.voxelCount)
  }

  @Test func theBrushPaintsAndErases() throws {
    var (session, row) = try session()
    session.press(.character("E"))
    _ = session.recorded(typing: "u")
    let before = session.desk.adjudicated
    _ = session.recorded(typing: "e")
    let ball = Mask(
      VoxelRegion.ball(at: session.cursor, radiusMM: session.desk.brushRadiusMM, on: session.grid), on: session.grid)
    let lesion = Mask(row.record.region, on: session.grid)
    #expect(session.desk.adjudicated == before.subtracting(ball.intersection(lesion)))
    _ = session.recorded(typing: "b")
    #expect(session.desk.adjudicated == before.union(ball))
  }

  @Test func paintingWhereNothingIsBeginsALesion() throws {
    var session = try ExampleCase.reviewedSession()
    session.press(.character("E"))
    session.desk.selected = nil
    let empty = try #require(
      (0..<session.grid.voxelCount).lazy.map { session.grid.voxel(atLinearIndex: $0) }.first {
        session.brain[$0] && session.desk.table?.record(at: $0) == nil && $0.z > 30
      })
    session.cursor = empty
    let before = session.desk.adjudicated
    #expect(session.recorded(typing: "b").count == 1)
    #expect(session.desk.adjudicated[empty])
    #expect(session.desk.adjudicated.count > before.count)
    #expect(session.desk.kept?[empty] == true, "the next table lists it")
    #expect(session.recorded(typing: "z").count == 1)
    #expect(session.desk.adjudicated == before)
  }

  @Test func undoAndRedoAreRecordedToo() throws {
    var (session, _) = try session()
    let before = session.desk.adjudicated
    _ = session.recorded(.character("X"))
    let rejected = session.desk.adjudicated
    #expect(session.recorded(.character("u")) == [.undo])
    #expect(session.desk.adjudicated == before)
    #expect(session.recorded(.control("r")) == [.redo])
    #expect(session.desk.adjudicated == rejected)
    #expect(session.recorded(.control("r")).isEmpty)
    #expect(session.message?.text == "nothing to redo")
  }

  /// Whatever keys are pressed: the record alone gives mask and list again.
  @Test(arguments: 1...6)
  func theRecordGivesTheSessionAgain(seed: UInt64) throws {
    var session = try ExampleCase.reviewedSession()
    var generator = SystemlessGenerator(state: seed)
    var events: [ReviewEvent] = []
    session.press(.character("l"), .home)
    for _ in 0..<60 {
      let keys: [Key] = [
        .down, .down, .up, .character("A"), .character("X"), .character("F"), .character("u"), .control("r"),
        .character("D"), .character("3"), .character("E"), .character("1"), .character("]"), .character("["),
        .character("b"), .character("l"),
      ]
      events += session.recorded(keys[Int(generator.next() % UInt64(keys.count))])
    }
    let again = try ExampleCase.reviewedSession(events: events)
    #expect(!events.isEmpty)
    #expect(again.desk.state == session.desk.state)
    #expect(again.desk.adjudicated == session.desk.adjudicated)
  }

  @Test func nothingIsDecidedThatCannotBeRecorded() throws {
    var session = try ExampleCase.session()
    _ = session.update(.lesionTable(try ExampleCase.lesionTable()))
    #expect(session.recorded(.character("A")).isEmpty)
    #expect(session.message?.isWarning == true)
    _ = session.update(
      .journalOpened(JournalOpening(path: "j", events: [], readOnlyReason: "another flairscope is reviewing this case"))
    )
    #expect(session.recorded(.character("A")).isEmpty)
    #expect(session.message?.text.contains("another flairscope") == true)
    #expect(session.desk.state == ReviewState())
  }

  @Test func keysFasterThanAHandDecideNothing() throws {
    var (session, _) = try session()
    session.isBurst = true
    #expect(session.recorded(typing: "AXF").isEmpty)
    #expect(session.desk.state == ReviewState())
    session.isBurst = false
    #expect(session.recorded(.character("A")).count == 1)
  }

  @Test func commentsAreTypedAndTakenBack() throws {
    var (session, _) = try session()
    session.press(.character("C"))
    session.type("near a vessel")
    #expect(session.recorded(.enter).count == 1)
    #expect(session.desk.selectedRow?.review?.comment == "near a vessel")
    session.press(.character("C"))
    session.press(.control("u"))
    #expect(session.recorded(.enter).count == 1)
    #expect(session.desk.selectedRow?.review?.comment == "")
  }

  @Test(arguments: [("approve", Verdict.approved), ("reject", .rejected)])
  func theCaseGetsItsVerdict(word: String, verdict: Verdict) throws {
    var session = try ExampleCase.reviewedSession()
    session.workList = WorkList([try ExampleCase.review().files])
    session.type(":case \(word)")
    #expect(session.recorded(.enter).count == 1)
    #expect(session.desk.state.verdict == verdict)
    #expect(session.workList?.entries.first?.progress.isFinished == true)
    session.type(":case dance")
    #expect(session.recorded(.enter).isEmpty)
    #expect(session.message?.isWarning == true)
  }

  /// The journal names the files' raters, whatever order a blind review shows them in.
  @Test func aBlindReviewRecordsTheTrueRater() throws {
    var session = Session(
      review: try ExampleCase.review().blinded(.swapped), display: DisplayProfile(),
      theme: try ExampleCase.theme("night"))
    _ = session.update(.resized(width: 120, height: 40))
    _ = session.update(.lesionTable(try ExampleCase.lesionTable()))
    _ = session.update(.journalOpened(JournalOpening(path: "j", events: [])))
    session.cursor = try #require(session.desk.allRows.first).record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2)
    session.press(.character("E"))
    let events = session.recorded(typing: "1")
    guard case .lesion(let act)? = events.first else {
      Issue.record("no act was recorded")
      return
    }
    #expect(act.choice?.source == .rater2)
    #expect(!(session.message?.text.contains("rater 1") ?? true))
    let shown = session.desk.state
    _ = session.update(.journalOpened(JournalOpening(path: "j", events: events)))
    #expect(session.desk.state == shown)
  }
}

/// A small repeatable generator (xorshift64).
private struct SystemlessGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state >> 8
  }
}
