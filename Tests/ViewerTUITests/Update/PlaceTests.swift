import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct PlaceTests {
  @Test func jumpsGoBackAndForth() throws {
    var viewer = try ExampleCase.viewer()
    let start = viewer.place.cursor
    viewer.type("nn")
    let second = viewer.place.cursor
    viewer.run(":go 20,30,40")
    viewer.press(.control("o"))
    #expect(viewer.place.cursor == second)
    viewer.press(.control("o"), .control("o"))
    #expect(viewer.place.cursor == start)
    viewer.press(.control("n"), .control("n"), .control("n"))
    #expect(viewer.place.cursor == SIMD3(20, 30, 40))
    viewer.press(.control("n"))
    #expect(viewer.interface.message?.text == "no later place")
  }

  @Test func slicesAndPlacesAreGoneToByName() throws {
    var viewer = try ExampleCase.viewer()
    viewer.run(":goto 20,30,40")
    #expect(viewer.place.cursor == SIMD3(20, 30, 40))
    viewer.run(":slice 52")
    #expect(viewer.slice == 51, "counted from 1")
    for wrong in ["10,10,10", "x", "0", "9999"] {
      viewer.run(":slice \(wrong)")
      #expect(viewer.slice == 51 && viewer.interface.message?.isWarning == true)
    }
  }

  @Test func theRulerMeasuresMillimetres() throws {
    var viewer = try ExampleCase.viewer()
    viewer.run(":go 40,50,60")
    viewer.type("d")
    viewer.run(":go 43,54,60")
    #expect(viewer.frame().plain.contains("ruler 5.0 mm"), "3 and 4 voxels of 1 mm")
    viewer.type("d")
    viewer.run(":go 10,10,10")
    #expect(viewer.rulerText?.hasPrefix("5.0 mm from voxel 40,50,60 to 43,54,60") == true)
    viewer.type("d")
    #expect(viewer.place.ruler == nil)
  }

  @Test func escapeClosesOneThingAtATime() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("d ?")
    viewer.press(.escape)
    #expect(viewer.interface.mode == .browse && viewer.place.ruler != nil && viewer.view.overlays.isPeeking)
    viewer.press(.escape)
    #expect(viewer.place.ruler == nil && viewer.view.overlays.isPeeking)
    viewer.press(.escape)
    #expect(!viewer.view.overlays.isPeeking)
    #expect(viewer.press(.escape).isEmpty, "Esc never quits")
  }

  @Test func windowsComeRoundAgain() throws {
    var viewer = try ExampleCase.viewer()
    let automatic = viewer.scan.channels[0].window
    var seen: Set<IntensityWindow> = []
    for _ in WindowPreset.allCases {
      viewer.type("W")
      seen.insert(viewer.scan.channels[0].window)
    }
    #expect(seen.count == WindowPreset.allCases.count)
    #expect(viewer.scan.channels[0].window == automatic)
  }

  @Test func aDragChangesTheWindowAndAClickDoesNot() throws {
    var viewer = try ExampleCase.viewer()
    let before = viewer.scan.channels[0].window
    func send(_ kind: PointerEvent.Kind, _ column: Int, _ row: Int) {
      _ = viewer.update(.pointer(PointerEvent(kind: kind, column: column, row: row)))
    }
    send(.press, 30, 15)
    let cursor = viewer.place.cursor
    send(.drag, 31, 15)
    #expect(viewer.scan.channels[0].window == before, "a trembling click")
    send(.drag, 45, 15)
    #expect(viewer.scan.channels[0].window.width > before.width)
    #expect(viewer.scan.channels[0].window.level == before.level)
    send(.drag, 30, 10)
    #expect(viewer.scan.channels[0].window.level < before.level, "up is brighter")
    send(.release, 30, 10)
    send(.drag, 60, 20)
    #expect(viewer.scan.channels[0].window.level < before.level && viewer.place.cursor == cursor)
  }

  @Test func theHeaderShowsBothMatricesAndTheirDifference() throws {
    var viewer = try ExampleCase.viewer(width: 140, height: 50)
    viewer.type("H")
    let screen = viewer.frame().plain
    for words in ["sform", "qform", "USED", "oblique", "degrees"] { #expect(screen.contains(words), "\(words)") }
  }

  @Test func themesArePreviewedKeptOrLeft() throws {
    var viewer = try ExampleCase.viewer()
    viewer.run(":theme")
    viewer.press(.down)
    #expect(viewer.interface.theme.name == "paper")
    viewer.press(.escape)
    #expect(viewer.interface.theme.name == "night" && viewer.interface.mode == .browse)
    viewer.run(":themes")
    viewer.press(.up)
    #expect(viewer.interface.theme.name == "mono")
    #expect(viewer.frame().plain.contains("› mono"))
    viewer.press(.enter)
    #expect(viewer.interface.theme.name == "mono" && viewer.interface.mode == .browse)
  }
}
