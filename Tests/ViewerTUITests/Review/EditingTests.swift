import Pictures
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Drawing voxels by mouse and keys.
@Suite struct EditingTests {
  /// A small case with its lesions measured, editing, the crosshair in the largest lesion.
  static func viewer(events: [ReviewEvent] = [], width: Int = 120, height: Int = 40) throws -> Viewer {
    var viewer = try SmallCase.measuredViewer(events: events, width: width, height: height)
    viewer.type("E")
    return viewer
  }

  /// The cell in whose middle a voxel of the shown slice lies.
  private func cell(of voxel: SIMD3<Int>, in viewer: Viewer) throws -> (column: Int, row: Int) {
    let cells = (0..<viewer.interface.screen.height).flatMap { row in
      (0..<viewer.interface.screen.width).map { ($0, row) }
    }
    return try #require(cells.first { viewer.voxel(atColumn: $0.0, row: $0.1) == voxel })
  }

  private func send(
    _ kind: PointerEvent.Kind, _ voxel: SIMD3<Int>, _ button: PointerEvent.Button = .left, to viewer: inout Viewer
  ) throws -> [ReviewEvent] {
    let at = try cell(of: voxel, in: viewer)
    let effects = viewer.update(.pointer(PointerEvent(kind: kind, button: button, column: at.column, row: at.row)))
    viewer.measure(effects)
    return effects.compactMap { effect in
      if case .record(let event) = effect { event } else { nil }
    }
  }

  private func balls(_ voxels: [SIMD3<Int>], _ viewer: Viewer) -> VoxelRegion {
    voxels.reduce(VoxelRegion()) {
      $0.union(.ball(at: $1, radiusMM: viewer.review.tools.radiusMM, on: viewer.scan.grid))
    }
  }

  @Test func aDragPaintsOneActionAlongItsWayAndTheRightButtonErases() throws {
    var viewer = try Self.viewer()
    let before = viewer.review.adjudicated
    let (start, end) = (SIMD3(9, 12, 6), SIMD3(14, 9, 6))
    #expect(try send(.press, start, to: &viewer).isEmpty)
    #expect(try send(.drag, end, to: &viewer).isEmpty, "nothing is recorded before the button is released")
    let way = Mask(balls(VoxelRegion.voxels(from: start, to: end), viewer), on: viewer.scan.grid)
    #expect(viewer.review.adjudicated == before, "a stroke is no action yet")
    let events = try send(.release, end, to: &viewer)
    #expect(events.count == 1)
    #expect(viewer.review.adjudicated == before.union(way) && viewer.place.cursor == end)
    let painted = viewer.review.adjudicated
    _ = try send(.press, SIMD3(12, 10, 6), .right, to: &viewer)
    #expect(try send(.release, SIMD3(12, 10, 6), .right, to: &viewer).count == 1)
    #expect(
      viewer.review.adjudicated == painted.subtracting(Mask(balls([SIMD3(12, 10, 6)], viewer), on: viewer.scan.grid)))
    viewer.typeAndMeasure("uu")
    #expect(viewer.review.adjudicated == before)
  }

  /// The bytes that a terminal sends for the same drag.
  @Test func reportsOfATerminalPaintAsTheirEventsDo() throws {
    var viewer = try Self.viewer()
    var twin = viewer
    let (start, end) = (SIMD3(9, 12, 6), SIMD3(13, 12, 6))
    let cells = try [start, end].map { try cell(of: $0, in: viewer) }
    var decoder = InputDecoder()
    let reports =
      "\u{1b}[<0;\(cells[0].column + 1);\(cells[0].row + 1)M\u{1b}[<32;\(cells[1].column + 1);\(cells[1].row + 1)M"
      + "\u{1b}[<0;\(cells[1].column + 1);\(cells[1].row + 1)m"
    for scalar in reports.unicodeScalars { decoder.take(.scalar(scalar)) }
    for output in decoder.drain() {
      guard case .event(.pointer(let event)) = output else {
        Issue.record("no mouse report: \(output)")
        continue
      }
      viewer.measure(viewer.update(.pointer(event)))
    }
    _ = try send(.press, start, to: &twin)
    _ = try send(.drag, end, to: &twin)
    _ = try send(.release, end, to: &twin)
    #expect(viewer.review.adjudicated == twin.review.adjudicated)
    #expect(viewer.review.adjudicated[end] && viewer.review.history.canUndo)
  }

  @Test func aKeyInTheMiddleOfADragKeepsWhatWasPainted() throws {
    var viewer = try Self.viewer()
    _ = try send(.press, SIMD3(14, 12, 6), to: &viewer)
    #expect(viewer.pressAndMeasure(.up).count == 1)
    #expect(viewer.review.adjudicated[SIMD3(14, 12, 6)])
    #expect(try send(.release, SIMD3(14, 12, 6), to: &viewer).isEmpty)
  }

  @Test func theDiscStaysOnItsSliceAndTheThresholdKeepsDarkVoxelsOut() throws {
    var viewer = try Self.viewer()
    let before = viewer.review.adjudicated
    viewer.type("*....")
    #expect(viewer.review.tools.isFlat && viewer.interface.message?.text.contains("disc") == true)
    viewer.pressAndMeasure(.enter)
    let disc = VoxelRegion(viewer.review.adjudicated.subtracting(before))
    #expect(!disc.isEmpty && disc.slices(acrossVoxelAxis: 2, on: viewer.scan.grid) == [6])
    viewer.typeAndMeasure("u*")
    viewer.run(":brush above 80")
    viewer.pressAndMeasure(.enter)
    let bright = VoxelRegion(viewer.review.adjudicated.subtracting(before))
    let flair = viewer.scan.channels[0].image
    #expect(!bright.isEmpty && bright.indices.allSatisfy { flair[viewer.scan.grid.voxel(atLinearIndex: $0)] >= 80 })
    #expect(bright.slices(acrossVoxelAxis: 2, on: viewer.scan.grid).count > 1, "a ball again")
    viewer.type("^")
    #expect(viewer.review.tools.paintsAbove == nil)
    _ = viewer.update(
      .growth(
        SoftMaskGrowth(
          expert: viewer.scan.raters[0].mask, flair: viewer.scan.channels[0].image, brain: viewer.scan.brain)))
    viewer.type("^")
    let now = try #require(viewer.scan.softMask?.report.threshold)
    #expect(viewer.review.tools.paintsAbove == now)
  }

  @Test func theBrushIsDrawnAsLargeAsItIs() throws {
    var viewer = try Self.viewer()
    func dots(_ viewer: Viewer) -> Int {
      var plain = viewer
      plain.press(.escape)
      plain.press(.escape)
      return zip(viewer.frame().cells, plain.frame().cells).count { $0 != $1 }
    }
    let small = dots(viewer)
    viewer.type("........")
    viewer.press(.left, .right)
    #expect(viewer.review.tools.radiusMM == 6 && dots(viewer) > small)
    #expect(viewer.hints.contains { $0.words.contains("brush 6.0 mm") })
  }

  @Test(arguments: [false, true]) func clicksSetThePolygonsCorners(endsByKey: Bool) throws {
    var viewer = try Self.viewer()
    let before = viewer.review.adjudicated
    viewer.type("y")
    #expect(viewer.interface.mode == .polygon)
    let corners = [SIMD3(6, 9, 6), SIMD3(13, 9, 6), SIMD3(13, 15, 6), SIMD3(6, 15, 6)]
    for corner in corners + [SIMD3(9, 19, 6)] {
      #expect(try send(.press, corner, to: &viewer).isEmpty)
      _ = try send(.release, corner, to: &viewer)
    }
    viewer.press(.backspace)
    viewer.press(.up)
    viewer.type("k")
    viewer.press(.enter)
    #expect(viewer.interface.message?.text.contains("one slice") == true, "a corner on another slice is refused")
    viewer.type("j")
    let events =
      endsByKey ? viewer.pressAndMeasure(.character("y")) : try send(.press, corners[0], to: &viewer)
    #expect(events.count == 1 && viewer.interface.mode == .edit && viewer.review.tools.polygon == nil)
    #expect(viewer.review.adjudicated == before.union(.filled(6...13, 9...15, 6, on: viewer.scan.grid)))
    viewer.typeAndMeasure("u")
    #expect(viewer.review.adjudicated == before)
  }

  @Test func keysMeanTheSameInEveryModeOfThePicture() {
    let map = KeyMap.standard
    for key in ["x", "u", "b", "i", "e", "f", "+", "Z", "?"] {
      func name(_ mode: KeyMode) -> String? {
        guard case .action(let action) = map.lookup([.character(Character(key))], in: mode) else { return nil }
        return action.name
      }
      for mode in [KeyMode.edit, .polygon, .cutting, .moveCursor] {
        #expect(name(mode) == name(.browse) && name(mode) != nil, "\(key) in \(mode)")
      }
    }
  }

  @Test func rowsOfListAndPanelAreClickedWhileEditing() throws {
    var viewer = try Self.viewer()
    func row(containing text: String) throws -> Int {
      try #require(
        viewer.frame().plain.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(text) })
    }
    let column = (viewer.layout?.panel?.x ?? 0) + 8
    func click(_ row: Int) {
      _ = viewer.update(.pointer(PointerEvent(kind: .press, column: column, row: row)))
      _ = viewer.update(.pointer(PointerEvent(kind: .release, column: column, row: row)))
    }
    let wasShown = viewer.view.overlays[.rater(1)].isVisible
    click(try row(containing: "2 ■"))
    #expect(viewer.view.overlays[.rater(1)].isVisible == !wasShown)
    click(try row(containing: "Disagreements ") + 3)
    #expect(viewer.place.finding == 2 && viewer.interface.mode == .edit)
    viewer.press(.escape)
    viewer.type("lE")
    click(try row(containing: "volume") + 1)
    let first = viewer.review.selected
    click(try row(containing: "volume") + 2)
    #expect(viewer.interface.mode == .edit && viewer.review.selected != first)
  }

  // MARK: - Tools

  @Test func aHoleOnTheSliceIsFilled() throws {
    var viewer = try Self.viewer()
    viewer.typeAndMeasure("U*,,,")
    let full = viewer.review.adjudicated
    viewer.pressAndMeasure(.backspace)
    #expect(viewer.review.adjudicated.count == full.count - 1, "one voxel is gone")
    #expect(viewer.typeAndMeasure("#").count == 1)
    #expect(viewer.review.adjudicated == full)
    #expect(viewer.typeAndMeasure("#").isEmpty && viewer.interface.message?.text == "no hole on this slice")
  }

  @Test func aSliceIsCopiedToTheNextOne() throws {
    var viewer = try Self.viewer()
    viewer.typeAndMeasure("U")
    let grid = viewer.scan.grid
    let before = VoxelRegion(viewer.review.adjudicated)
    viewer.typeAndMeasure("_")
    #expect(viewer.place.cursor == SIMD3(9, 12, 5))
    let copied = VoxelRegion(viewer.review.adjudicated)
    let lesion = try #require(
      viewer.review.allRows.first { $0.record.region.indices.contains(grid.linearIndex(SIMD3(9, 12, 6))) })
    let slice = lesion.record.region.part(onSlice: 6, acrossVoxelAxis: 2, on: grid)
    #expect(copied == before.union(slice.moved(by: SIMD3(0, 0, -1), on: grid)))
  }

  @Test func emptySlicesBetweenDrawnOnesAreFilled() throws {
    var viewer = try Self.viewer()
    let grid = viewer.scan.grid
    viewer.typeAndMeasure("U*....")
    // The middle slice is erased and comes back from those beside it.
    let full = viewer.review.adjudicated
    viewer.pressAndMeasure(.backspace)
    #expect(
      VoxelRegion(viewer.review.adjudicated).part(onSlice: 6, acrossVoxelAxis: 2, on: grid).voxelCount
        < VoxelRegion(full).part(onSlice: 6, acrossVoxelAxis: 2, on: grid).voxelCount)
    #expect(viewer.typeAndMeasure("%").count == 1)
    let filled = VoxelRegion(viewer.review.adjudicated).part(onSlice: 6, acrossVoxelAxis: 2, on: grid)
    let beside = [5, 7].map { VoxelRegion(full).part(onSlice: $0, acrossVoxelAxis: 2, on: grid) }
    #expect(!filled.isEmpty && viewer.review.adjudicated[SIMD3(9, 12, 6)])
    #expect(beside.allSatisfy { !$0.isEmpty })
    #expect(viewer.typeAndMeasure("%").isEmpty, "this slice is drawn now")
  }

  @Test func aFloodTakesWhatIsAlikeAndJoined() throws {
    var viewer = try Self.viewer()
    let before = viewer.review.adjudicated
    let image = viewer.scan.channels[0].image
    let value = image[viewer.place.cursor]
    viewer.typeAndMeasure(":flood 6")
    #expect(viewer.pressAndMeasure(.enter).count <= 1)
    let added = VoxelRegion(viewer.review.adjudicated.subtracting(before))
    #expect(added.indices.allSatisfy { abs(image[viewer.scan.grid.voxel(atLinearIndex: $0)] - value) <= 6 })
    viewer.run(":flood soon")
    #expect(viewer.interface.message?.isWarning == true)
  }

  @Test func whatIsDrawnTwiceBeforeItIsMeasuredIsOneLesion() throws {
    var viewer = try Self.viewer()
    viewer.look(at: SIMD3(20, 8, 10))
    let before = viewer.review.adjudicated
    // No table comes between the two.
    viewer.press(.enter)
    viewer.press(.right, .enter)
    let both = balls([SIMD3(20, 8, 10), viewer.place.cursor], viewer)
    #expect(viewer.review.adjudicated == before.union(Mask(both, on: viewer.scan.grid)), "the first ball is kept")
  }
}

extension Mask {
  /// A rectangle on an axial slice.
  fileprivate static func filled(
    _ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>, _ slice: Int, on grid: VoxelGrid
  ) -> Mask {
    var mask = Mask(grid: grid)
    for y in rows { for x in columns { mask[SIMD3(x, y, slice)] = true } }
    return mask
  }
}
