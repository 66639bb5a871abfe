import Foundation
import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct SavedViewTests {
  /// Keys and lines that leave the opening view in many ways.
  static let journeys: [[String]] = [
    ["s", "+", "+", "x"], [":zoom 3", ":window 20 90"], ["2", ">", ">", "O", "3"], ["]", "]", ")", ".", "{"],
    ["R", "c", "f", "L"], ["o", "n", "n"], ["M"], ["e"], ["|", ":compare image r1"], ["i", "B", "Z"],
    [":scope lesion", ":size 150%"], ["s", ":flip-nose", ":set panel false"], ["0"], [":opacity 0.2", "W"],
  ]

  private func travelled(_ journey: [String]) throws -> (opening: Viewer, now: Viewer) {
    var viewer = try ExampleCase.viewer(width: 110, height: 36)
    let opening = viewer
    for step in journey {
      if step.hasPrefix(":") { viewer.run(step) } else { viewer.type(step) }
    }
    if viewer.interface.mode != .browse { viewer.press(.escape) }
    return (opening, viewer)
  }

  /// The screen, with the same words in the line of feedback whatever was said last.
  private func frame(_ viewer: Viewer) -> Frame {
    var viewer = viewer
    _ = viewer.update(.notice(.note("the same words")))
    return viewer.frame()
  }

  @Test(arguments: journeys) func aViewComesBackAsTheSameScreen(journey: [String]) throws {
    var (again, now) = try travelled(journey)
    let changes = SavedView(of: now).changes(from: again.scan.openingView)
    #expect(again.refused(by: changes).isEmpty)
    _ = again.update(.look(changes))
    #expect(SavedView(of: again) == SavedView(of: now))
    #expect(frame(again) == frame(now))
  }

  @Test(arguments: journeys) func everySettingAcceptsWhatItReads(journey: [String]) throws {
    let (_, now) = try travelled(journey)
    for setting in ViewSetting.all {
      if let text = setting.read(now) { #expect(setting.accepts(text), "\(setting.name) \(text)") }
    }
  }

  @Test func resettingGoesBackToTheOpeningView() throws {
    for journey in Self.journeys {
      var (opening, now) = try travelled(journey)
      now.run(":reset")
      #expect(frame(now) == frame(opening), "\(journey)")
    }
  }

  @Test(arguments: [
    ("plane", "oblique"), ("cursor", "1,2"), ("cursor", "1,2,nan"), ("zoom", "99"), ("layers", "8"), ("window", "a,b"),
    ("opacity", "1=2"), ("opacity", "9=0.5"), ("style", "1=red"), ("compare", "r1,r1"), ("threshold", "inf"),
    ("crosshair", "perhaps"), ("slice", "x"), ("arrangement", "pile"), ("window", "5,4"), ("window", "5,5"),
  ])
  func whatIsNoValueIsNotAccepted(name: String, text: String) throws {
    #expect(try #require(ViewSetting.named(name)).accepts(text) == false)
  }

  @Test(arguments: [
    ("slice", "0", "axial slices run from 1 to"), ("slice", "9999", "axial slices run from 1 to"),
    ("cursor", "999,1,1", "voxels run from 0,0,0 to"), ("compare", "r1,pred", "no prediction"),
    ("channel", "T9", "this case has FLAIR"), ("finding", "999", "this case has"),
  ])
  func whatTheCaseDoesNotHaveIsRefusedAndSaid(name: String, text: String, reason: String) throws {
    var viewer = try ExampleCase.viewer()
    #expect(viewer.refused(by: SavedView([name: text])).map(\.name) == [name])
    let before = SavedView(of: viewer)
    _ = viewer.update(.look(SavedView([name: text])))
    let said = viewer.interface.message?.text ?? ""
    #expect(SavedView(of: viewer) == before && said.hasPrefix("\(name) \(text): ") && said.contains(reason), "\(said)")
  }

  @Test func theSoftMaskCanBeComparedBeforeItIsGrown() throws {
    var viewer = try ExampleCase.viewer(of: try ExampleCase.review())
    #expect(viewer.scan.softMask == nil)
    viewer.look(["compare": "r1,soft"])
    #expect(viewer.place.comparedPair?.second == .softMask)
  }

  @Test func aChannelIsShownWithItsWindowWhenItsImageArrives() throws {
    var viewer = try ExampleCase.viewer()
    let flair = viewer.scan.channels[0]
    viewer.look(["channel": "T1", "window": "3,9"])
    #expect(viewer.place.channel == 0 && viewer.scan.channels[0].window == flair.window)
    let review = try ExampleCase.review()
    _ = viewer.update(.channel(role: "T1", Channel(role: "T1", image: flair.image, brain: review.brain)))
    #expect(viewer.scan.channels[viewer.place.channel].role == "T1")
    #expect(viewer.scan.channels[viewer.place.channel].window == IntensityWindow(low: 3, high: 9))
  }

  @Test func theCommandLineNamesCaseThemeAndWhatDiffers() throws {
    var viewer = Viewer(
      opening: try ExampleCase.review(), preferences: try ViewerPreferences(Configuration()),
      words: ["view", "--case", "it's here"])
    viewer.run(":theme ember")
    viewer.type("s")
    viewer.run(":zoom 2")
    let line = viewer.commandLine
    #expect(line.hasPrefix("flairscope view --case 'it'\\''s here' --plane sagittal"))
    #expect(line.contains("--zoom 2.0") && line.hasSuffix("--theme ember"))
    #expect(!line.contains("--mask-size"))
    viewer.type(":yank-cmd")
    guard case .copy(let copied)? = viewer.press(.enter).last else {
      Issue.record("nothing copied")
      return
    }
    #expect(copied == line)
    #expect(viewer.frame().plain.contains("--plane sagittal"))
  }
}
