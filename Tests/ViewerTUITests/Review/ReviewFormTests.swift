import Foundation
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Classes, reasons and required fields of a study.
@Suite struct ReviewFormTests {
  private static let text = """
    classes = ["periventricular", "black hole"]
    reasons = ["artefact", "vessel", "too small"]
    required = ["class", "reason", "rating"]
    """

  /// A viewer with the form that a setting names, its lesions measured and its journal open.
  private func viewer(advancing: Bool = false) throws -> Viewer {
    let path = NSTemporaryDirectory() + "review-form-\(UUID().uuidString).toml"
    try Self.text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let preferences = try ViewerPreferences(Configuration(flags: ["review-form": path]))
    #expect(preferences.problems.isEmpty)
    var viewer = try Viewer(opening: ExampleCase.review(), preferences: preferences)
    _ = viewer.update(.lesionTable(try ExampleCase.lesionTable()))
    _ = viewer.update(.journalOpened(JournalOpening(path: "journal.jsonl", events: [])))
    viewer.press(.escape)
    if advancing { viewer.run(":advance") }
    viewer.press(.character("l"), .home)
    return viewer
  }

  @Test func aFormThatIsNotThereIsSaid() throws {
    let preferences = try ViewerPreferences(Configuration(flags: ["review-form": "/nowhere/review.toml"]))
    #expect(preferences.warning?.contains("/nowhere/review.toml") == true && preferences.form == ReviewForm())
  }

  @Test(arguments: [
    ("classes = [\"a\", \"a\"]", "twice"), ("reasons = []", "empty"), ("required = [\"clas\"]", "clas"),
    ("clases = [\"a\"]", "clases"), ("classes = \"a\"", "list"), ("reasons = [1]", "list"),
  ])
  func whatIsWrongInTheFileIsSaidAndLeftAlone(text: String, word: String) throws {
    let (form, problems) = ReviewForm.read(try SettingsFile(text, path: "review.toml"))
    #expect(form.classes == LesionClass.standard && form.reasons == ReviewForm.standardReasons)
    #expect(problems.count == 1 && problems.first?.sentence.contains(word) == true && problems.first?.line == 1)
  }

  @Test func aVerdictAsksForWhatIsRequired() throws {
    var viewer = try viewer()
    viewer.press(.character("X"))
    let events = viewer.recorded(typing: "2")
    guard case .lesion(let action)? = events.first else {
      Issue.record("no reason recorded: \(events)")
      return
    }
    #expect(action.reason == "vessel" && viewer.review.selectedRow?.review?.reason == "vessel")
    viewer.press(.down, .character("A"), .character("2"))
    #expect(viewer.review.selectedRow?.review?.lesionClass?.rawValue == "black hole")
    #expect(viewer.review.decidedCount == 2)
  }

  @Test func theNextLesionComesOnceTheReasonIsGiven() throws {
    var viewer = try viewer(advancing: true)
    let order = viewer.review.rows.map(\.id)
    viewer.press(.character("X"))
    #expect(viewer.review.selected == order[0])
    viewer.press(.character("1"))
    #expect(viewer.review.selected == order[1])
  }

  @Test func nothingRequiredAsksNothing() throws {
    var viewer = try ExampleCase.reviewedViewer()
    viewer.press(.character("l"), .home, .character("X"))
    #expect(viewer.interface.mode == .lesions && viewer.review.decidedCount == 1)
  }

  @Test func approvalIsRefusedWhileSomethingRequiredIsEmpty() throws {
    var viewer = try viewer()
    viewer.press(.character("X"), .escape)
    viewer.run(":case 4")
    viewer.run(":case approve")
    #expect(viewer.interface.question == nil && viewer.review.state.verdict == nil)
    #expect(viewer.interface.message?.text.contains("1 rejected lesion has no reason") == true)
    viewer.run(":filter verdict=rejected & !reason")
    #expect(viewer.review.rows.count == 1)
    viewer.run(":reason vessel")
    viewer.run(":case approve")
    viewer.press(.character("y"))
    #expect(viewer.review.state.verdict == .approved)
  }

  @Test(arguments: [":class nonsense", ":reason nonsense"])
  func whatTheListLacksIsRefused(command: String) throws {
    var viewer = try viewer()
    viewer.type(command)
    #expect(viewer.recorded(.enter).isEmpty && viewer.interface.message?.isWarning == true)
  }
}
