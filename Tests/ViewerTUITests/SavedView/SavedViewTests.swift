import Foundation
import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

@Suite struct SavedViewTests {
  /// Keys and lines that leave the opening view in many ways.
  static let journeys: [[String]] = [
    ["s", "+", "+", "x"], [":zoom 3", ":window 20 90"], ["2", ">", ">", "O", "3"], ["]", "]", ")", ".", "{"],
    ["R", "c", "f", "L"], ["o", "n", "n"], ["M"], ["e"], ["|", ":compare image r1"], ["i", "B", "Z"],
    [":scope lesion", ":size 150%"], ["s", ":flip-nose", ":set panel false"], ["0"], [":opacity 0.2", "W"],
  ]

  private func travelled(_ journey: [String]) throws -> (opening: Session, now: Session) {
    var session = try ExampleCase.session(width: 110, height: 36)
    session.openingView = SavedView(of: session)
    session.openingTheme = session.theme.name
    let opening = session
    for step in journey {
      if step.hasPrefix(":") { session.run(step) } else { session.type(step) }
    }
    session.mode = .browse
    session.message = nil
    return (opening, session)
  }

  @Test(arguments: journeys) func aViewComesBackAsTheSameScreen(journey: [String]) throws {
    var (again, now) = try travelled(journey)
    let changes = SavedView(of: now).changes(from: again.openingView)
    #expect(changes.apply(to: &again).isEmpty)
    #expect(SavedView(of: again) == SavedView(of: now))
    #expect(again.view().plain == now.view().plain)
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
      now.message = nil
      #expect(now.view().plain == opening.view().plain, "\(journey)")
      opening.message = nil
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
    var session = try ExampleCase.session()
    #expect(SavedView([name: text]).apply(to: &session) == [name])
  }

  @Test func aChannelIsShownWithItsWindowWhenItsImageArrives() throws {
    var session = try ExampleCase.session()
    let flair = session.channels[0]
    SavedView(["channel": "T1", "window": "3,9"]).apply(to: &session)
    #expect(session.channel == 0 && session.channels[0].window == flair.window)
    let review = try ExampleCase.review()
    _ = session.update(.channel(role: "T1", Channel(role: "T1", image: flair.image, brain: review.brain)))
    #expect(session.channels[session.channel].role == "T1")
    #expect(session.channels[session.channel].window == IntensityWindow(low: 3, high: 9))
  }

  @Test func theCommandLineNamesCaseThemeAndWhatDiffers() throws {
    var (_, session) = try travelled([":theme ember", "s", ":zoom 2"])
    session.caseWords = ["view", "--case", "it's here"]
    let line = session.commandLine
    #expect(line.hasPrefix("flairscope view --case 'it'\\''s here' --plane sagittal"))
    #expect(line.contains("--zoom 2.0") && line.hasSuffix("--theme ember"))
    #expect(!line.contains("--mask-size"))
    session.type(":yank-cmd")
    guard case .copy(let copied)? = session.press(.enter).last else {
      Issue.record("nothing copied")
      return
    }
    #expect(copied == line)
    #expect(session.view().plain.contains("--plane sagittal"))
  }

  @Test func aCaseIsReopenedWhereItWasLeft() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = SessionStore(folder: folder + "/sessions")
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
    #expect(SessionStore(folder: nil).read(review) == .nothing)
  }
}
