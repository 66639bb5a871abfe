import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Lesions cut and joined by keys and commands.
@Suite struct CuttingTests {
  private func viewer(events: [ReviewEvent] = [], width: Int = 120, height: Int = 40) throws -> Viewer {
    try SmallCase.measuredViewer(events: events, width: width, height: height)
  }

  private func regions(_ viewer: Viewer) -> [Int: VoxelRegion] {
    Dictionary(uniqueKeysWithValues: viewer.review.allRows.map { ($0.id, $0.record.region) })
  }

  @Test func aPlaneThroughTheCrosshairMakesLesionsOfItsSides() throws {
    var viewer = try viewer()
    let before = regions(viewer)
    let row = try #require(viewer.lesionInHand)
    viewer.type("h")
    #expect(viewer.interface.mode == .cutting)
    viewer.press(.tab)
    #expect(viewer.review.cutting?.way == .slice && viewer.review.cutting?.pieces.count == 2)
    #expect(viewer.frame().plain.contains("2 pieces"))
    let events = viewer.pressAndMeasure(.enter)
    guard case .division(let division)? = events.first else {
      Issue.record("nothing was cut: \(viewer.interface.message?.text ?? "")")
      return
    }
    #expect(viewer.interface.mode == .browse && viewer.review.allRows.count == before.count + 1)
    let pieces = division.actions.map(\.region)
    #expect(pieces.reduce(VoxelRegion()) { $0.union($1) } == row.record.region)
    // The crosshair's slice is the first beyond the cut.
    for piece in pieces {
      let slices = Set(piece.indices.map { viewer.scan.grid.voxel(atLinearIndex: $0).z < 6 })
      #expect(slices.count == 1)
    }
    #expect(viewer.lesionInHand?.record.division?.contains("axial slice 7") == true)

    // A verdict on a piece is about that piece.
    viewer.typeAndMeasure("X")
    let piece = try #require(viewer.lesionInHand)
    #expect(piece.verdict == .rejected && viewer.review.decidedCount == 1)
    viewer.typeAndMeasure("uu")
    #expect(regions(viewer) == before && viewer.review.decidedCount == 0)
    viewer.pressAndMeasure(.control("r"), .control("r"))
    #expect(viewer.review.allRows.count == before.count + 1 && viewer.review.decidedCount == 1)
  }

  @Test func untilTheLesionsAreMeasuredAnewNothingIsDecidedOnThem() throws {
    var viewer = try viewer()
    viewer.press(.character("h"), .tab, .enter)
    #expect(viewer.review.isRegrouping)
    #expect(viewer.recorded(.character("X")).isEmpty && viewer.interface.message?.isWarning == true)
    #expect(viewer.recorded(.character("u")) == [.undo], "undo needs no lesion")
  }

  @Test func leavingCutsNothing() throws {
    var viewer = try viewer()
    let frame = viewer.frame()
    #expect(viewer.recorded(.character("h"), .tab, .tab, .escape).isEmpty)
    #expect(viewer.review.cutting == nil && viewer.interface.mode == .browse)
    viewer.press(.escape)
    #expect(viewer.frame().plain == frame.plain)
    viewer.look(at: SIMD3(1, 1, 1))
    viewer.type("h")
    #expect(viewer.interface.mode == .browse && viewer.interface.message?.text.contains("no lesion") == true)
  }

  @Test func theStrengthIsALiveNumberOfPieces() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.press(.character("l"), .home, .character("h"))
    let whole = try #require(viewer.review.selectedRow).record.region
    var last = 0
    for key in ["", "]", "]", "["] {
      viewer.type(key)
      let cutting = try #require(viewer.review.cutting)
      let expected = key == "]" ? last + 1 : key == "[" ? last - 1 : 2
      #expect(cutting.pieces.count == expected)
      #expect(cutting.pieces.reduce(VoxelRegion()) { $0.union($1) } == whole)
      #expect(viewer.frame().plain.contains("\(expected) pieces"))
      last = expected
    }
    viewer.press(.tab)
    viewer.type("[")
    #expect(viewer.review.cutting?.way == .necks, "the strength belongs to necks")
    viewer.type("2")
    #expect(viewer.review.cutting?.way == .rater(1))
    viewer.type("7")
    #expect(viewer.interface.message?.text.contains("no rater 7") == true)
  }

  @Test(arguments: ["cut slice", "cut row", "cut column", "cut rater1", "cut watershed", "cut watershed 0.01"])
  func commandsCutAtOnceOrSayWhyNot(command: String) throws {
    var viewer = try viewer()
    let count = viewer.review.allRows.count
    viewer.typeAndMeasure(":\(command)")
    let events = viewer.pressAndMeasure(.enter)
    #expect(viewer.interface.mode == .browse && viewer.review.cutting == nil)
    if events.isEmpty {
      #expect(viewer.interface.message?.isWarning == true)
      #expect(viewer.review.allRows.count == count)
    } else {
      #expect(viewer.review.allRows.count > count)
    }
    #expect(!events.isEmpty || command.contains("watershed") || command.contains("rater"), "planes cut")
  }

  @Test func joiningTakesACutBackAndJoinsWhatLiesApart() throws {
    var viewer = try viewer()
    let before = regions(viewer)
    viewer.typeAndMeasure("A")
    let approved = viewer.review.adjudicated
    viewer.pressAndMeasure(.character("h"), .tab, .enter)
    #expect(viewer.review.adjudicated == approved && viewer.review.decidedCount == 2, "the pieces keep the verdict")
    let pieces = viewer.review.allRows.filter { $0.record.division != nil }.map(\.id)
    viewer.typeAndMeasure(":join \(pieces[0]) \(pieces[1])")
    viewer.pressAndMeasure(.enter)
    #expect(regions(viewer) == before && viewer.review.decidedCount == 1 && viewer.review.adjudicated == approved)

    // By key: a mark on one, then the other.
    viewer.typeAndMeasure("&")
    #expect(viewer.review.joinMark == viewer.lesionInHand?.id)
    viewer.look(at: SIMD3(17, 18, 8))
    let other = try #require(viewer.lesionInHand)
    let events = viewer.typeAndMeasure("&")
    #expect(events.count == 1 && viewer.review.allRows.count == before.count - 1)
    #expect(
      viewer.lesionInHand?.record.region.overlapCount(with: other.record.region) == other.record.region.voxelCount)
    #expect(viewer.lesionInHand?.verdict == nil && viewer.interface.message?.text.contains("undecided as some") == true)
    #expect(viewer.review.adjudicated == approved, "the voxels stay as they stood")
  }

  @Test func aReopenedReviewHasThePieces() throws {
    var first = try viewer()
    var events = first.pressAndMeasure(.character("h"), .tab, .enter)
    events += first.typeAndMeasure("X")
    first.look(at: SIMD3(9, 12, 5))
    events += first.typeAndMeasure("A")
    let again = try viewer(events: events)
    #expect(regions(again) == regions(first))
    #expect(again.review.allRows.map(\.verdict) == first.review.allRows.map(\.verdict))
    #expect(again.review.adjudicated == first.review.adjudicated)
  }

  @Test(arguments: [(80, 24), (60, 20)]) func theWayIsNamedOnSmallScreens(width: Int, height: Int) throws {
    var viewer = try viewer(width: width, height: height)
    viewer.press(.character("h"), .tab)
    #expect(viewer.frame().plain.contains("Cut lesion 1 before axial slice 7: 2 pieces"))
  }
}
