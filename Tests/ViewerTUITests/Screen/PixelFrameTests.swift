import Pictures
import Segmenter
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Screens whose pictures are in pixels.
@Suite struct PixelFrameTests {
  private static func viewer(width: Int = 120, height: Int = 40) throws -> Viewer {
    try ExampleCase.viewer(width: width, height: height, display: DisplayProfile(cellPixels: SIMD2(9, 18)))
  }

  @Test(arguments: [("", 1), ("o", 3), ("=", 1)])
  func aPictureForEachPane(keys: String, pictures: Int) throws {
    var viewer = try Self.viewer()
    viewer.type(keys)
    let frame = viewer.frame()
    #expect(frame.pictures.count == pictures)
    for picture in frame.pictures {
      #expect(Double(picture.raster.width) * picture.enlargement.x >= Double(picture.area.width * 9))
      #expect(Double(picture.raster.height) * picture.enlargement.y >= Double(picture.area.height * 18))
      #expect(frame[picture.area.x, picture.area.y] == .picture)
    }
  }

  @Test func withoutPixelsThereIsNone() throws {
    #expect(try ExampleCase.viewer().frame().pictures.isEmpty)
  }

  @Test("a theme of greys tells raters by strokes, in glyphs and in pixels; hues need none")
  func strokesWhereHuesAreMissing() throws {
    func frame(_ theme: String, isInPixels: Bool) throws -> Frame {
      let display = DisplayProfile(cellPixels: isInPixels ? SIMD2(9, 18) : nil)
      return try ExampleCase.viewer(display: display, theme: ExampleCase.theme(theme)).frame()
    }
    func strokes(_ frame: Frame) -> Int {
      (0..<frame.height).reduce(0) { sum, y in sum + (0..<70).count { ["╱", "╲"].contains(frame[$0, y].glyph) } }
    }
    #expect(try strokes(frame("mono", isInPixels: false)) > 10)
    #expect(try strokes(frame("night", isInPixels: false)) == 0)
    // Without strokes nothing of it is darker: the tints of greys are brighter.
    let (greys, hues) = (try frame("mono", isInPixels: true), try frame("night", isInPixels: true))
    let pairs = zip(greys.pictures.first?.raster.pixels ?? [], hues.pictures.first?.raster.pixels ?? [])
    #expect(pairs.count { $0.luminance < $1.luminance - 0.15 } > 50)
  }

  @Test("the legend of the disagreement map is hatched where the map is")
  func theLegendIsLikeTheMap() throws {
    func hasStrokes(_ display: DisplayProfile) throws -> Bool {
      var viewer = try ExampleCase.viewer(display: display)
      viewer.type("e")
      let frame = viewer.frame()
      return (0..<frame.height).contains { frame[1, $0].glyph == "╱" }
    }
    #expect(try hasStrokes(DisplayProfile()) && !hasStrokes(DisplayProfile(cellPixels: SIMD2(9, 18))))
  }

  /// Each pixel of the raster is the FLAIR of the voxel that lies there, left on the screen's right.
  @Test(arguments: Plane.allCases)
  func everyVoxelIsDrawnWhereItLies(plane: Plane) throws {
    var viewer = try Self.viewer()
    viewer.turn(to: plane)
    viewer.look(["overlays": "none", "crosshair": "false"])
    let picture = try #require(viewer.frame().pictures.first)
    let layout = try #require(viewer.layout)
    let pane = try #require(viewer.panes(in: layout.picture).first)
    let viewport = viewer.viewport(of: pane)
    #expect(viewport.columns == picture.raster.width && viewport.rows == picture.raster.height)
    let window = viewer.scan.channels[0].window
    var (seen, wrong) = (0, 0)
    // The scale bar lies in the lowest rows.
    for row in stride(from: 0, to: viewport.rows * 9 / 10, by: 3) {
      for column in stride(from: 0, to: viewport.columns, by: 3) {
        let place = viewport.planePosition(sampleColumn: Double(column) + 0.5, sampleRow: Double(row) + 0.5)
        guard place.x >= 0, place.y >= 0, Int(place.x) < viewport.geometry.right.count,
          Int(place.y) < viewport.geometry.down.count
        else { continue }
        let voxel = viewport.geometry.voxel(column: Int(place.x), row: Int(place.y), slice: pane.slice)
        let brightness = window.brightness(viewer.scan.channels[0].image[voxel])
        let pixel = picture.raster[column, row]
        let isGrey = pixel.red == pixel.green && pixel.green == pixel.blue
        if !isGrey || abs(Float(pixel.red) - brightness * 255) > 3 { wrong += 1 }
        seen += 1
      }
    }
    #expect(seen > 400 && wrong == 0)
  }

  @Test func aClickChoosesTheVoxelUnderIt() throws {
    var viewer = try Self.viewer()
    let layout = try #require(viewer.layout)
    let pane = try #require(viewer.panes(in: layout.picture).first)
    let (column, row) = (pane.samples.x + pane.samples.width / 3, pane.samples.y + pane.samples.height / 2)
    let voxel = try #require(viewer.voxel(atColumn: column, row: row))
    viewer.look(at: voxel)
    let viewport = viewer.viewport(of: pane)
    let at = viewport.geometry.position(of: voxel)
    let picture = try #require(viewer.frame().pictures.first)
    let sample = viewport.sample(ofColumn: at.column, row: at.row)
    // Where the voxel is drawn, in cells of the screen.
    let x = (Double(sample.column) + 0.5) * picture.enlargement.x / 9
    let y = (Double(sample.row) + 0.5) * picture.enlargement.y / 18
    #expect(abs(x - Double(column - pane.samples.x) - 0.5) <= 1)
    #expect(abs(y - Double(row - pane.samples.y) - 0.5) <= 1)
  }

  @Test func aSheetHidesThePictureUnderIt() throws {
    var viewer = try Self.viewer()
    func covered(_ frame: Frame) -> Int { frame.cells.count { $0 == .picture } }
    let before = viewer.frame()
    viewer.type("?")
    let during = viewer.frame()
    #expect(covered(during) < covered(before) / 2)
    #expect(during.pictures == before.pictures)
    viewer.press(.escape)
    #expect(viewer.frame() == before)
  }

  @Test func graphicsAreChosenByCommand() throws {
    var viewer = try Self.viewer()
    let effects = viewer.run(commandLine: "graphics glyphs")
    #expect(
      effects.contains {
        if case .use(.glyphs) = $0 { true } else { false }
      })
    #expect(viewer.run(commandLine: "graphics nonsense").isEmpty)
    #expect(viewer.interface.message?.isWarning == true)
  }

  @Test func aHeldKeyOnASlowLineDrawsCoarser() throws {
    var viewer = try Self.viewer()
    let fine = try #require(viewer.frame().pictures.first)
    _ = viewer.update(.frameSent(bytes: 60_000, delayMilliseconds: 400, isKeyHeld: true))
    let coarse = try #require(viewer.frame().pictures.first)
    #expect(coarse.raster.pixels.count * 3 < fine.raster.pixels.count)
    #expect(Set(coarse.raster.pixels).count * 2 < Set(fine.raster.pixels).count)
    _ = viewer.update(.frameSent(bytes: 60_000, delayMilliseconds: 400, isKeyHeld: false))
    #expect(viewer.frame().pictures == [fine])
  }

  @Test("what is still slow gets coarser again, and nothing finer before the key is released")
  func aHeldKeyDoesNotFlicker() throws {
    var viewer = try Self.viewer()
    func pixels(afterMilliseconds delay: Int, isKeyHeld: Bool = true) throws -> Int {
      _ = viewer.update(.frameSent(bytes: 60_000, delayMilliseconds: delay, isKeyHeld: isKeyHeld))
      return try #require(viewer.frame().pictures.first).raster.pixels.count
    }
    let fine = try pixels(afterMilliseconds: 400, isKeyHeld: false)
    #expect(try pixels(afterMilliseconds: 20) == fine)
    let coarse = try pixels(afterMilliseconds: 150)
    let coarser = try pixels(afterMilliseconds: 100)
    #expect(coarse < fine && coarser < coarse)
    #expect(try pixels(afterMilliseconds: 20) == coarser && pixels(afterMilliseconds: 400) == coarser)
    #expect(try pixels(afterMilliseconds: 20, isKeyHeld: false) == fine)
    // What is far too slow gets there at once.
    #expect(try pixels(afterMilliseconds: 700) == coarser)
  }

  @Test("histogram and curves of the panel are pictures too, pixel by pixel, over cells of their own")
  func chartsOfThePanel() throws {
    var viewer = try Self.viewer(width: 160, height: 60)
    let layout = try #require(viewer.layout)
    let panel = try #require(layout.panel)
    func charts(_ frame: Frame) -> [FramePicture] {
      frame.pictures.filter { panel.contains(column: $0.area.x, row: $0.area.y) }
    }
    #expect(charts(viewer.frame()).count == 1)
    _ = viewer.update(
      .training(
        .epoch(
          EpochRecord(
            epoch: 1, loss: 0.7, validationLoss: 0.7, validationDice: 0.3, bestDice: 0.3, bestEpoch: 1,
            slicesPerSecond: 20, elapsedSeconds: 3))))
    let frame = viewer.frame()
    let both = charts(frame)
    #expect(both.count == 2)
    for chart in both {
      #expect(chart.raster.width == chart.area.width * 9 && chart.raster.height == chart.area.height * 18)
      #expect(chart.enlargement == SIMD2(1, 1))
      // No text hides a piece of it.
      for y in chart.area.y..<chart.area.bottom {
        for x in chart.area.x..<chart.area.right { #expect(frame[x, y] == .picture) }
      }
      #expect(chart.area.right <= panel.right)
    }
    // Another slice leaves them as they are.
    viewer.press(.up)
    #expect(charts(viewer.frame()) == both)
  }
}
