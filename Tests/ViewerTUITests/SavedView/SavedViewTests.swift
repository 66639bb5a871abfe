import Foundation
import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel
import ViewerLoop

@Suite struct SavedViewTests {
  /// Keys and lines that leave the opening view in many ways.
  static let journeys: [[String]] = [
    ["s", "+", "+", "x"], [":zoom 3", ":window 20 90"], ["2", ">", ">", "O", "3"], ["]", "]", ")", ".", "{"],
    ["R", "c", "f", "L"], ["o", "n", "n"], ["M"], ["e"], ["|", ":compare image r1"], ["i", "B", "Z"],
    [":scope lesion", ":size 150%"], ["s", ":flip-nose", ":set panel false"], ["0"], [":opacity 0.2", "W"],
  ]

  private func travelled(_ journey: [String]) throws -> (opening: Viewer, now: Viewer) {
    var viewer = try ExampleCase.viewer(width: 110, height: 36)
    viewer.scan.openingView = SavedView(of: viewer)
    viewer.interface.openingTheme = viewer.interface.theme.name
    let opening = viewer
    for step in journey {
      if step.hasPrefix(":") { viewer.run(step) } else { viewer.type(step) }
    }
    viewer.interface.mode = .browse
    viewer.interface.message = nil
    return (opening, viewer)
  }

  @Test(arguments: journeys) func aViewComesBackAsTheSameScreen(journey: [String]) throws {
    var (again, now) = try travelled(journey)
    let changes = SavedView(of: now).changes(from: again.scan.openingView)
    #expect(changes.apply(to: &again).isEmpty)
    #expect(SavedView(of: again) == SavedView(of: now))
    #expect(again.frame().plain == now.frame().plain)
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
      now.interface.message = nil
      #expect(now.frame().plain == opening.frame().plain, "\(journey)")
      opening.interface.message = nil
    }
  }

  @Test(arguments: [
    ("plane", "oblique"), ("cursor", "1,2"), ("cursor", "1,2,nan"), ("zoom", "99"), ("layers", "8"), ("window", "a,b"),
    ("opacity", "1=2"), ("opacity", "9=0.5"), ("style", "1=red"), ("compare", "r1,r1"), ("threshold", "inf"),
    ("crosshair", "perhaps"), ("slice", "x"), ("arrangement", "pile"),
  ])
  func whatIsNoValueIsNotAccepted(name: String, text: String) throws {
    #expect(try #require(ViewSetting.named(name)).accepts(text) == false)
  }

  @Test(arguments: [
    ("slice", "0"), ("slice", "9999"), ("cursor", "999,1,1"), ("window", "5,4"), ("compare", "r1,pred"),
  ])
  func whatTheCaseDoesNotHaveIsRefused(name: String, text: String) throws {
    var viewer = try ExampleCase.viewer()
    #expect(SavedView([name: text]).apply(to: &viewer) == [name])
  }

  @Test func aChannelIsShownWithItsWindowWhenItsImageArrives() throws {
    var viewer = try ExampleCase.viewer()
    let flair = viewer.scan.channels[0]
    SavedView(["channel": "T1", "window": "3,9"]).apply(to: &viewer)
    #expect(viewer.place.channel == 0 && viewer.scan.channels[0].window == flair.window)
    let review = try ExampleCase.review()
    _ = viewer.update(.channel(role: "T1", Channel(role: "T1", image: flair.image, brain: review.brain)))
    #expect(viewer.scan.channels[viewer.place.channel].role == "T1")
    #expect(viewer.scan.channels[viewer.place.channel].window == IntensityWindow(low: 3, high: 9))
  }

  @Test func theCommandLineNamesCaseThemeAndWhatDiffers() throws {
    var (_, viewer) = try travelled([":theme ember", "s", ":zoom 2"])
    viewer.scan.words = ["view", "--case", "it's here"]
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

  @Test func aCaseIsReopenedWhereItWasLeft() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = ViewStore(folder: folder + "/sessions")
    let review = try ExampleCase.review()
    #expect(store.read(review) == .nothing)
    let view = SavedView(["cursor": "10,20,30", "zoom": "2.0"])
    try store.write(view, for: review)
    try store.write(view, for: review)
    #expect(store.read(review) == .view(view))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder + "/sessions")
    #expect(names.count == 1 && names[0].hasPrefix("sub-19"))
    let path = folder + "/sessions/" + names[0]
    for damage in ["", "{", "{\"schema\": \"other/1\"}", "[1]"] {
      try damage.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(store.read(review) == .damaged(path: path))
    }
    #expect(ViewStore(folder: nil).read(review) == .nothing)
  }
}
