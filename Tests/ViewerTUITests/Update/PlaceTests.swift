import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct PlaceTests {
  @Test func jumpsGoBackAndForth() throws {
    var session = try ExampleCase.session()
    let start = session.cursor
    session.type("nn")
    let second = session.cursor
    session.run(":go 20,30,40")
    session.press(.control("o"))
    #expect(session.cursor == second)
    session.press(.control("o"), .control("o"))
    #expect(session.cursor == start)
    session.press(.control("n"), .control("n"), .control("n"))
    #expect(session.cursor == SIMD3(20, 30, 40))
    session.press(.control("n"))
    #expect(session.message?.text == "no later place")
  }

  @Test func theRulerMeasuresMillimetres() throws {
    var session = try ExampleCase.session()
    session.run(":go 40,50,60")
    session.type("d")
    session.run(":go 43,54,60")
    #expect(session.view().plain.contains("ruler 5.0 mm"), "3 and 4 voxels of 1 mm")
    session.type("d")
    session.run(":go 10,10,10")
    #expect(session.rulerText?.hasPrefix("5.0 mm from voxel 40,50,60 to 43,54,60") == true)
    session.type("d")
    #expect(session.ruler == nil)
  }

  @Test func escapeClosesOneThingAtATime() throws {
    var session = try ExampleCase.session()
    session.type("d ?")
    session.press(.escape)
    #expect(session.mode == .browse && session.ruler != nil && session.layers.isPeeking)
    session.press(.escape)
    #expect(session.ruler == nil && session.layers.isPeeking)
    session.press(.escape)
    #expect(!session.layers.isPeeking)
    #expect(session.press(.escape).isEmpty, "Esc never quits")
  }

  @Test func windowsComeRoundAgain() throws {
    var session = try ExampleCase.session()
    let automatic = session.channels[0].window
    var seen: Set<IntensityWindow> = []
    for _ in WindowPreset.allCases {
      session.type("W")
      seen.insert(session.channels[0].window)
    }
    #expect(seen.count == WindowPreset.allCases.count)
    #expect(session.channels[0].window == automatic)
  }

  @Test func aDragChangesTheWindowAndAClickDoesNot() throws {
    var session = try ExampleCase.session()
    let before = session.channels[0].window
    func send(_ kind: PointerEvent.Kind, _ column: Int, _ row: Int) {
      _ = session.update(.pointer(PointerEvent(kind: kind, column: column, row: row)))
    }
    send(.press, 30, 15)
    let cursor = session.cursor
    send(.drag, 31, 15)
    #expect(session.channels[0].window == before, "a trembling click")
    send(.drag, 45, 15)
    #expect(session.channels[0].window.width > before.width)
    #expect(session.channels[0].window.level == before.level)
    send(.drag, 30, 10)
    #expect(session.channels[0].window.level < before.level, "up is brighter")
    send(.release, 30, 10)
    send(.drag, 60, 20)
    #expect(session.channels[0].window.level < before.level && session.cursor == cursor)
  }

  @Test func theHeaderShowsBothMatricesAndTheirDifference() throws {
    var session = try ExampleCase.session(width: 140, height: 50)
    session.type("H")
    let screen = session.view().plain
    for words in ["sform", "qform", "USED", "oblique", "degrees"] { #expect(screen.contains(words), "\(words)") }
  }

  @Test func themesArePreviewedKeptOrLeft() throws {
    var session = try ExampleCase.session()
    session.run(":theme")
    session.press(.down)
    #expect(session.theme.name == "paper")
    session.press(.escape)
    #expect(session.theme.name == "night" && session.mode == .browse)
    session.run(":themes")
    session.press(.up)
    #expect(session.theme.name == "mono")
    #expect(session.view().plain.contains("› mono"))
    session.press(.enter)
    #expect(session.theme.name == "mono" && session.mode == .browse)
  }
}
