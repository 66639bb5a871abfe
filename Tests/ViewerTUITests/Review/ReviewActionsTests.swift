import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct ReviewActionsTests {
  /// A viewer with a lesion selected that both raters drew, differently.
  private func viewer() throws -> (Viewer, LesionRow) {
    var viewer = try ExampleCase.reviewedViewer()
    let row = try #require(
      viewer.review.allRows.first {
        $0.record.bothVoxels > 0 && $0.record.onlyRater1MM3 > 0 && $0.record.onlyRater2MM3 > 0 && $0.id > 1
      })
    viewer.look(at: row.record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2))
    return (viewer, row)
  }

  private func part(_ viewer: Viewer, _ row: LesionRow) -> VoxelRegion {
    viewer.review.adjudicated.part(inside: row.record.region)
  }

  @Test func eachVerdictIsRecordedCountedAndSaid() throws {
    var (viewer, row) = try viewer()
    let events = viewer.recorded(.character("A"))
    guard case .lesion(let act)? = events.first else {
      Issue.record("nothing was recorded")
      return
    }
    #expect(act.region == row.record.region && act.verdict == .approved)
    #expect(act.choice?.voxels == part(viewer, row), "what is recorded is what the mask has")
    #expect(viewer.interface.message?.text.contains("1/\(viewer.review.allRows.count) lesions decided") == true)
    #expect(viewer.recorded(.character("X")).count == 1)
    #expect(part(viewer, row).isEmpty)
    #expect(viewer.recorded(.character("F")).count == 1)
    #expect(viewer.review.selectedRow?.review?.isFlagged == true)
  }

  @Test(arguments: [("1", VoxelSource.rater1), ("2", .rater2), ("U", .union), ("I", .intersection), ("0", .nothing)])
  func editingTakesWhatTheKeySays(key: String, source: VoxelSource) throws {
    var (viewer, row) = try viewer()
    viewer.press(.character("E"))
    #expect(viewer.recorded(typing: key).count == 1)
    let expected = source.voxels(inside: row.record.region, raters: viewer.scan.raters.map(\.mask), prediction: nil)
    #expect(part(viewer, row) == expected)
    let others = Mask(row.record.region, on: viewer.scan.grid)
    let before = try ExampleCase.reviewedViewer().review.adjudicated
    #expect(viewer.review.adjudicated.subtracting(others) == before.subtracting(others), "other lesions stay")
  }

  @Test func growingAndShrinkingComeBack() throws {
    var (viewer, row) = try viewer()
    viewer.press(.character("E"))
    _ = viewer.recorded(typing: "U")
    let union = viewer.review.adjudicated
    _ = viewer.recorded(typing: "]]")
    #expect(union.subtracting(viewer.review.adjudicated).isEmpty)
    #expect(viewer.review.adjudicated.count > union.count)
    _ = viewer.recorded(typing: "[[")
    #expect(viewer.review.adjudicated == union)
    _ = viewer.recorded(typing: "[")
    #expect(part(viewer, row).voxelCount < row.record.lesion.voxelCount)
    #expect(viewer.review.selectedRow?.review?.choice?.steps == -1)
  }

  /// Nothing stands of a lesion that one rater drew alone: it grows from what that rater drew.
  @Test func anUndecidedLesionGrowsFromWhatApprovalWouldGiveIt() throws {
    var viewer = try ExampleCase.reviewedViewer()
    let row = try #require(viewer.review.allRows.first { $0.record.rater2MM3 == 0 && $0.record.volumeMM3 > 50 })
    viewer.look(at: row.record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2))
    viewer.press(.character("E"))
    #expect(viewer.recorded(typing: "]").count == 1)
    #expect(part(viewer, row) == row.record.region, "all that was drawn, and a rim around it")
    #expect((viewer.review.selectedRow?.review?.choice?.voxels.voxelCount ?? 0) > row.record.region.voxelCount)
  }

  @Test func theBrushPaintsAndErases() throws {
    var (viewer, row) = try viewer()
    viewer.press(.character("E"))
    _ = viewer.recorded(typing: "U")
    let before = viewer.review.adjudicated
    _ = viewer.recorded(.backspace)
    let ball = Mask(
      VoxelRegion.ball(at: viewer.place.cursor, radiusMM: viewer.review.tools.radiusMM, on: viewer.scan.grid),
      on: viewer.scan.grid)
    let lesion = Mask(row.record.region, on: viewer.scan.grid)
    #expect(viewer.review.adjudicated == before.subtracting(ball.intersection(lesion)))
    _ = viewer.recorded(.enter)
    #expect(viewer.review.adjudicated == before.union(ball))
  }

  @Test func paintingWhereNothingIsBeginsALesion() throws {
    var viewer = try ExampleCase.reviewedViewer()
    let empty = try #require(
      (0..<viewer.scan.grid.voxelCount).lazy.map { viewer.scan.grid.voxel(atLinearIndex: $0) }.first {
        viewer.scan.brain[$0] && viewer.review.table?.record(at: $0) == nil && $0.z > 30
      })
    viewer.look(at: empty)
    viewer.press(.character("E"))
    #expect(viewer.review.selected == nil)
    let before = viewer.review.adjudicated
    #expect(viewer.recorded(.enter).count == 1)
    #expect(viewer.review.adjudicated[empty])
    #expect(viewer.review.adjudicated.count > before.count)
    #expect(viewer.review.kept?[empty] == true, "the next table lists it")
    #expect(viewer.recorded(typing: "z").count == 1)
    #expect(viewer.review.adjudicated == before)
  }

  @Test func undoAndRedoAreRecordedToo() throws {
    var (viewer, _) = try viewer()
    let before = viewer.review.adjudicated
    _ = viewer.recorded(.character("X"))
    let rejected = viewer.review.adjudicated
    #expect(viewer.recorded(.character("u")) == [.undo])
    #expect(viewer.review.adjudicated == before)
    #expect(viewer.recorded(.control("r")) == [.redo])
    #expect(viewer.review.adjudicated == rejected)
    #expect(viewer.recorded(.control("r")).isEmpty)
    #expect(viewer.interface.message?.text == "nothing to redo")
  }

  /// Whatever keys are pressed: the record alone gives mask and list again.
  @Test(arguments: 1...6)
  func theRecordGivesTheReviewAgain(seed: UInt64) throws {
    var viewer = try ExampleCase.reviewedViewer()
    var generator = SystemlessGenerator(state: seed)
    var events: [ReviewEvent] = []
    viewer.press(.character("l"), .home)
    for _ in 0..<60 {
      let keys: [Key] = [
        .down, .down, .up, .character("A"), .character("X"), .character("F"), .character("u"), .control("r"),
        .character("D"), .character("3"), .character("E"), .character("1"), .character("]"), .character("["),
        .character("b"), .character("l"),
      ]
      events += viewer.recorded(keys[Int(generator.next() % UInt64(keys.count))])
    }
    let again = try ExampleCase.reviewedViewer(events: events)
    #expect(!events.isEmpty)
    #expect(again.review.state == viewer.review.state)
    #expect(again.review.adjudicated == viewer.review.adjudicated)
  }

  @Test func nothingIsDecidedThatCannotBeRecorded() throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.update(.lesionTable(try ExampleCase.lesionTable()))
    #expect(viewer.recorded(.character("A")).isEmpty)
    #expect(viewer.interface.message?.isWarning == true)
    _ = viewer.update(
      .journalOpened(JournalOpening(path: "j", events: [], readOnlyReason: "another flairscope is reviewing this case"))
    )
    #expect(viewer.recorded(.character("A")).isEmpty)
    #expect(viewer.interface.message?.text.contains("another flairscope") == true)
    #expect(viewer.review.state == ReviewState())
  }

  /// Regions too; and what comes after an action that waits is not counted before it is refused as well.
  @Test func regionsThatAreNotRecordedAreNotCounted() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.type("nT")
    #expect(viewer.review.decidedRegionCount == 1)
    viewer.type("nT")
    _ = viewer.update(.recording(waiting: 1, problem: "the disk is full"))
    #expect(viewer.review.decidedRegionCount == 1)
    viewer.type("nT")
    #expect(viewer.review.decidedRegionCount == 1 && viewer.review.unrecordedCount == 2)
    #expect(viewer.frame().plain.contains("! 2 actions NOT RECORDED"))
    viewer.press(.up)
    #expect(viewer.frame().plain.contains("! 2 actions NOT RECORDED"), "the next key does not hide it")
    _ = viewer.update(.recording(waiting: 0, problem: nil))
    #expect(viewer.review.decidedRegionCount == 3 && !viewer.frame().plain.contains("NOT RECORDED"))
  }

  /// What the journal has not taken is not counted, and is not lost by one key.
  @Test func whatIsNotRecordedIsNotCounted() throws {
    var (viewer, _) = try viewer()
    #expect(viewer.recorded(.character("A")).count == 1)
    #expect(viewer.review.decidedCount == 1)
    _ = viewer.update(.recording(waiting: 1, problem: "the disk is full"))
    #expect(viewer.review.decidedCount == 0 && viewer.review.progress.contains("NOT RECORDED"))
    #expect(viewer.interface.message?.isWarning == true)
    #expect(viewer.press(.character("q")).isEmpty, "the first q asks")
    #expect(viewer.interface.question?.contains("would be lost") == true)
    guard case .quit? = viewer.press(.character("q")).first else {
      Issue.record("the second q does not quit")
      return
    }
    _ = viewer.update(.recording(waiting: 0, problem: nil))
    #expect(viewer.review.decidedCount == 1)
    guard case .quit? = viewer.press(.character("q")).first else {
      Issue.record("q does not quit when all is recorded")
      return
    }
  }

  @Test func keysFasterThanAHandDecideNothing() throws {
    var (viewer, _) = try viewer()
    _ = viewer.update(.burst(true))
    #expect(viewer.recorded(typing: "AXF").isEmpty)
    #expect(viewer.review.state == ReviewState())
    _ = viewer.update(.burst(false))
    #expect(viewer.recorded(.character("A")).count == 1)
  }

  @Test func commentsAreTypedAndTakenBack() throws {
    var (viewer, _) = try viewer()
    viewer.press(.character("C"))
    viewer.type("near a vessel")
    #expect(viewer.recorded(.enter).count == 1)
    #expect(viewer.review.selectedRow?.review?.comment == "near a vessel")
    viewer.press(.character("C"))
    viewer.press(.control("u"))
    #expect(viewer.recorded(.enter).count == 1)
    #expect(viewer.review.selectedRow?.review?.comment == "")
  }

  @Test(arguments: [("approve", Verdict.approved), ("reject", .rejected)])
  func theCaseGetsItsVerdict(word: String, verdict: Verdict) throws {
    var viewer = try ExampleCase.reviewedViewer(workList: WorkList([try ExampleCase.review().files]))
    viewer.type(":case \(word)")
    // Its lesions are undecided: an approval is asked back.
    let recorded = viewer.recorded(.enter) + (verdict == .approved ? viewer.recorded(typing: "y") : [])
    #expect(recorded.count == 1)
    #expect(viewer.review.state.verdict == verdict)
    #expect(viewer.workList?.entries.first?.progress.isFinished == true)
    viewer.type(":case dance")
    #expect(viewer.recorded(.enter).isEmpty)
    #expect(viewer.interface.message?.isWarning == true)
  }

  /// The journal names the files' raters, whatever order a blind review shows them in.
  @Test func aBlindReviewRecordsTheTrueRater() throws {
    var viewer = try ExampleCase.viewer(of: try ExampleCase.review().blinded(.swapped))
    _ = viewer.update(.lesionTable(try ExampleCase.lesionTable()))
    _ = viewer.update(.journalOpened(JournalOpening(path: "j", events: [])))
    viewer.look(at: try #require(viewer.review.allRows.first).record.lesion.voxelOnLargestSlice(alongVoxelAxis: 2))
    viewer.press(.character("E"))
    let events = viewer.recorded(typing: "1")
    guard case .lesion(let act)? = events.first else {
      Issue.record("nothing was recorded")
      return
    }
    #expect(act.choice?.source == .rater2)
    #expect(!(viewer.interface.message?.text.contains("rater 1") ?? true))
    let shown = viewer.review.state
    _ = viewer.update(.journalOpened(JournalOpening(path: "j", events: events)))
    #expect(viewer.review.state == shown)
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
