import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct ArrangementTests {
  private func layout(_ session: Session) throws -> Layout {
    try #require(Layout(width: session.screen.width, height: session.screen.height, showsPanel: session.showsPanel))
  }

  @Test(arguments: ["o", "|", "M", "MM", "e", "b", "bb", "B", "6"], [(80, 24), (120, 40), (200, 60)])
  func screens(keys: String, size: (Int, Int)) throws {
    var session = try ExampleCase.session(width: size.0, height: size.1)
    _ = session.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5)))
    session.type(keys)
    let name = keys.replacing("|", with: "split")
    try expectGolden(session.view().plain, "view-\(name)-\(size.0)x\(size.1)")
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)], ["o", "|", "M", "MM"])
  func panesTileThePictureWithoutOverlap(size: (Int, Int), keys: String) throws {
    var session = try ExampleCase.session(width: size.0, height: size.1)
    session.type(keys)
    let picture = try layout(session).picture
    var owners = [Int](repeating: 0, count: size.0 * size.1)
    for pane in session.panes(in: picture) {
      for y in pane.area.y..<pane.area.bottom {
        for x in pane.area.x..<pane.area.right {
          #expect(picture.contains(column: x, row: y))
          owners[y * size.0 + x] += 1
        }
      }
    }
    #expect(owners.max() == 1)
  }

  @Test func orthogonalPanesPassThroughTheCursor() throws {
    var session = try ExampleCase.session(width: 160, height: 48)
    session.type("o")
    let panes = session.panes(in: try layout(session).picture)
    #expect(Set(panes.map(\.plane)) == Set(Plane.allCases))
    for pane in panes {
      let geometry = SliceGeometry(plane: pane.plane, grid: session.grid, convention: session.convention)
      #expect(geometry.position(of: session.cursor).slice == pane.slice)
    }
  }

  /// A click in any pane moves the crosshair to the voxel under it, and all panes follow.
  @Test func clicksInEveryPaneAreLinked() throws {
    var session = try ExampleCase.session(width: 160, height: 48)
    session.type("o")
    for index in 0..<3 {
      let pane = session.panes(in: try layout(session).picture)[index]
      let at = (pane.samples.x + pane.samples.width / 2, pane.samples.y + pane.samples.height / 2)
      let voxel = try #require(session.voxel(atColumn: at.0, row: at.1))
      _ = session.update(.pointer(PointerEvent(kind: .press, column: at.0, row: at.1)))
      #expect(session.cursor == voxel)
      let geometry = SliceGeometry(plane: pane.plane, grid: session.grid, convention: session.convention)
      #expect(geometry.position(of: voxel).slice == pane.slice, "a click stays on its pane's slice")
    }
  }

  @Test func splitShowsOneRaterASide() throws {
    var session = try ExampleCase.session(width: 120, height: 40)
    session.type("|")
    let panes = session.panes(in: try layout(session).picture)
    #expect(panes.map { $0.layers.isShown(.rater1) } == [true, false])
    #expect(panes.map { $0.layers.isShown(.rater2) } == [false, true])
    #expect(panes[0].slice == panes[1].slice)
    session.type("|")
    #expect(session.panes(in: try layout(session).picture).count == 1)
  }

  @Test(arguments: ["compare r1 pred", "compare r1", "compare r1 r1", "compare image x", "compare"])
  func pairsThatCannotBeComparedAreRefused(line: String) throws {
    var session = try ExampleCase.session()
    _ = session.run(commandLine: line)
    #expect(session.message?.isWarning == true)
    #expect(session.comparedPair == nil)
  }

  @Test func blinkShowsOneSideAfterTheOtherAndEnds() throws {
    var session = try ExampleCase.session()
    session.type("b")
    let first = session.view()
    session.type("b")
    let second = session.view()
    #expect(first != second)
    session.type("b")
    #expect(session.view() == first)
    session.press(.escape)
    #expect(session.blink == nil)
  }

  /// More than three flashes a second can provoke seizures.
  @Test(arguments: [("2Hz", 2.0), ("30", 3.0), ("0.01", 0.2), ("3 Hz", 3.0)])
  func blinkRateIsKeptSafe(text: String, rate: Double) throws {
    var session = try ExampleCase.session()
    _ = session.run(commandLine: "blink \(text)")
    #expect(session.blink?.changesPerSecond == rate)
    #expect(session.blinkSeconds == 1 / rate)
    let side = session.blink?.showsSecond
    _ = session.update(.blinkDue)
    #expect(session.blink?.showsSecond == side.map { !$0 })
    _ = session.run(commandLine: "blink off")
    #expect(session.blinkSeconds == nil)
  }

  @Test func mosaicOfSlicesCoversTheBrainAndOpensItsTiles() throws {
    var session = try ExampleCase.session(width: 160, height: 48)
    session.type("M")
    let tiles = session.panes(in: try layout(session).picture)
    #expect(tiles.count > 8)
    #expect(zip(tiles, tiles.dropFirst()).allSatisfy { $0.slice < $1.slice })
    let last = try #require(tiles.last)
    _ = session.update(.pointer(PointerEvent(kind: .press, column: last.area.x + 3, row: last.area.y + 3)))
    #expect(session.slice == last.slice)
    session.press(.enter)
    #expect(session.arrangement == .single && session.slice == last.slice)
  }

  @Test func everyFindingHasATileOnItsLargestSlice() throws {
    var session = try ExampleCase.session(width: 160, height: 48)
    session.type("MM")
    var seen = 0
    while seen < min(60, session.findings.count) {
      let tiles = session.panes(in: try layout(session).picture)
      for (tile, found) in zip(tiles, session.findings.dropFirst(seen)) {
        let voxel = found.region.voxelOnLargestSlice(alongVoxelAxis: session.geometry.normal.voxelAxis)
        #expect(session.geometry.position(of: voxel).slice == tile.slice)
      }
      seen += tiles.count
      if seen < session.findings.count { session.finding = seen }
    }
  }
}
