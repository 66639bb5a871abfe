import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct ArrangementTests {
  private func layout(_ viewer: Viewer) throws -> Layout {
    try #require(
      Layout(
        width: viewer.interface.screen.width, height: viewer.interface.screen.height,
        showsPanel: viewer.interface.showsPanel))
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)], ["o", "|", "M", "MM"])
  func panesTileThePictureWithoutOverlap(size: (Int, Int), keys: String) throws {
    var viewer = try ExampleCase.viewer(width: size.0, height: size.1)
    viewer.type(keys)
    let picture = try layout(viewer).picture
    var owners = [Int](repeating: 0, count: size.0 * size.1)
    for pane in viewer.panes(in: picture) {
      for y in pane.area.y..<pane.area.bottom {
        for x in pane.area.x..<pane.area.right {
          #expect(picture.contains(column: x, row: y))
          owners[y * size.0 + x] += 1
        }
      }
    }
    #expect(owners.max() == 1)
  }

  @Test("no name takes the place of the letter at the upper edge", arguments: [(80, 24), (100, 34), (120, 40)])
  func everyPaneHasTheLetterOfItsUpperEdge(size: (Int, Int)) throws {
    var viewer = try ExampleCase.viewer(width: size.0, height: size.1)
    viewer.type("|")
    let frame = viewer.frame()
    let panes = viewer.panes(in: try layout(viewer).picture)
    #expect(panes.count == 2)
    for pane in panes {
      let row = (pane.area.x..<pane.area.right).map { frame[$0, pane.area.y].glyph }
      let alone = row.indices.contains { at in
        row[at] == "A" && (at == 0 || row[at - 1] == " ") && (at + 1 == row.count || row[at + 1] == " ")
      }
      #expect(alone, "\(String(String.UnicodeScalarView(row)))")
    }
  }

  /// A millimetre is as long in one pane as in the next.
  @Test(arguments: [(100, 30), (120, 40), (200, 60)], ["o", "|"])
  func panesHaveOneScale(size: (Int, Int), keys: String) throws {
    var viewer = try ExampleCase.viewer(width: size.0, height: size.1)
    viewer.type(keys)
    let panes = viewer.panes(in: try layout(viewer).picture)
    #expect(panes.count == (keys == "o" ? 3 : 2))
    let lengths = panes.map { viewer.viewport(of: $0).sampleWidthMM }
    #expect(try #require(lengths.max()) - #require(lengths.min()) < 1e-9)
  }

  /// At 80x24 an axial slice has all rows between title and status, and the captions are beside it.
  @Test func aLowScreenGivesThePictureAllItsRows() throws {
    var viewer = try ExampleCase.viewer(width: 80, height: 24)
    let picture = try layout(viewer).picture
    #expect(viewer.panes(in: picture).first?.samples.height == picture.height)
    viewer.type("++")
    #expect(viewer.panes(in: picture).first?.samples.height == picture.height - 2)
  }

  @Test func orthogonalPanesPassThroughTheCursor() throws {
    var viewer = try ExampleCase.viewer(width: 160, height: 48)
    viewer.type("o")
    let panes = viewer.panes(in: try layout(viewer).picture)
    #expect(Set(panes.map(\.plane)) == Set(Plane.allCases))
    for pane in panes {
      let geometry = SliceGeometry(plane: pane.plane, grid: viewer.scan.grid, convention: viewer.view.convention)
      #expect(geometry.position(of: viewer.place.cursor).slice == pane.slice)
    }
  }

  /// A click in any pane moves the crosshair to the voxel under it, and all panes follow.
  @Test func clicksInEveryPaneAreLinked() throws {
    var viewer = try ExampleCase.viewer(width: 160, height: 48)
    viewer.type("o")
    for index in 0..<3 {
      let pane = viewer.panes(in: try layout(viewer).picture)[index]
      let at = (pane.samples.x + pane.samples.width / 2, pane.samples.y + pane.samples.height / 2)
      let voxel = try #require(viewer.voxel(atColumn: at.0, row: at.1))
      _ = viewer.update(.pointer(PointerEvent(kind: .press, column: at.0, row: at.1)))
      #expect(viewer.place.cursor == voxel)
      let geometry = SliceGeometry(plane: pane.plane, grid: viewer.scan.grid, convention: viewer.view.convention)
      #expect(geometry.position(of: voxel).slice == pane.slice, "a click stays on its pane's slice")
    }
  }

  @Test func splitShowsOneRaterASide() throws {
    var viewer = try ExampleCase.viewer(width: 120, height: 40)
    viewer.type("|")
    let panes = viewer.panes(in: try layout(viewer).picture)
    #expect(panes.map { $0.overlays.isShown(.rater(0)) } == [true, false])
    #expect(panes.map { $0.overlays.isShown(.rater(1)) } == [false, true])
    #expect(panes[0].slice == panes[1].slice)
    viewer.type("|")
    #expect(viewer.panes(in: try layout(viewer).picture).count == 1)
  }

  @Test(arguments: ["compare r1 pred", "compare r1", "compare r1 r1", "compare image x", "compare"])
  func pairsThatCannotBeComparedAreRefused(line: String) throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.run(commandLine: line)
    #expect(viewer.interface.message?.isWarning == true)
    #expect(viewer.place.comparedPair == nil)
  }

  @Test func blinkShowsOneSideAfterTheOtherAndEnds() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("b")
    let first = viewer.frame()
    viewer.type("b")
    let second = viewer.frame()
    #expect(first != second)
    viewer.type("b")
    #expect(viewer.frame() == first)
    viewer.press(.escape)
    #expect(viewer.place.blink == nil)
  }

  /// More than three flashes a second can provoke seizures.
  @Test(arguments: [("2Hz", 2.0), ("30", 3.0), ("0.01", 0.2), ("3 Hz", 3.0)])
  func blinkRateIsKeptSafe(text: String, rate: Double) throws {
    var viewer = try ExampleCase.viewer()
    _ = viewer.run(commandLine: "blink \(text)")
    #expect(viewer.place.blink?.changesPerSecond == rate)
    #expect(viewer.blinkSeconds == 1 / rate)
    let side = viewer.place.blink?.showsSecond
    _ = viewer.update(.blinkDue)
    #expect(viewer.place.blink?.showsSecond == side.map { !$0 })
    _ = viewer.run(commandLine: "blink off")
    #expect(viewer.blinkSeconds == nil)
  }

  @Test func mosaicOfSlicesCoversTheBrainAndOpensItsTiles() throws {
    var viewer = try ExampleCase.viewer(width: 160, height: 48)
    viewer.type("M")
    let tiles = viewer.panes(in: try layout(viewer).picture)
    #expect(tiles.count > 8)
    #expect(zip(tiles, tiles.dropFirst()).allSatisfy { $0.slice < $1.slice })
    let last = try #require(tiles.last)
    _ = viewer.update(.pointer(PointerEvent(kind: .press, column: last.area.x + 3, row: last.area.y + 3)))
    #expect(viewer.slice == last.slice)
    viewer.press(.enter)
    #expect(viewer.view.arrangement == .single && viewer.slice == last.slice)
  }

  @Test func everyFindingHasATileOnItsLargestSlice() throws {
    var viewer = try ExampleCase.viewer(width: 160, height: 48)
    viewer.type("MM")
    var seen = 0
    while seen < min(60, viewer.scan.findings.count) {
      let tiles = viewer.panes(in: try layout(viewer).picture)
      for (tile, found) in zip(tiles, viewer.scan.findings.dropFirst(seen)) {
        let voxel = found.region.voxelOnLargestSlice(alongVoxelAxis: viewer.geometry.normal.voxelAxis)
        #expect(viewer.geometry.position(of: voxel).slice == tile.slice)
      }
      seen += tiles.count
      if seen < viewer.scan.findings.count { viewer.look(["finding": "\(seen + 1)"]) }
    }
  }
}
