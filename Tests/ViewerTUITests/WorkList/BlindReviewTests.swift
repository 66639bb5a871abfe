import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct BlindReviewTests {
  private func blindViewer(_ blinding: Blinding) throws -> Viewer {
    try ExampleCase.viewer(of: try ExampleCase.review().blinded(blinding), width: 200, height: 60)
  }

  /// Nothing on the main screen or the case sheet tells who drew what.
  @Test(arguments: [Blinding.asGiven, .swapped], ["", "H", "|", "e", "n", "b"])
  func nothingNamesTheRaters(blinding: Blinding, keys: String) throws {
    var viewer = try blindViewer(blinding)
    viewer.type(keys)
    let screen = viewer.frame().plain.lowercased()
    for word in ["consensus", "rater2", "rater 1", "rater 2"] {
      #expect(!screen.contains(word), "\(word) is on the screen")
    }
  }

  @Test func theOrderIsTheSameAtEveryOpeningAndDiffersBetweenCases() {
    let choices = (0..<400).map { Blinding(casePath: "/data/sub-\($0)/FLAIR.nii.gz", reviewer: "ana") }
    #expect(choices == (0..<400).map { Blinding(casePath: "/data/sub-\($0)/FLAIR.nii.gz", reviewer: "ana") })
    // Binomial with n = 400: 140 to 260 is six standard deviations either way.
    #expect((140...260).contains(choices.count { $0 == .swapped }))
    let others = (0..<400).map { Blinding(casePath: "/data/sub-\($0)/FLAIR.nii.gz", reviewer: "ben") }
    #expect(zip(choices, others).contains { $0 != $1 })
  }

  @Test func swappingExchangesTheMasks() throws {
    let review = try ExampleCase.review()
    let swapped = review.blinded(.swapped)
    #expect(swapped.raters.map(\.mask) == review.raters.reversed().map(\.mask))
    #expect(swapped.raters.map(\.path) == review.raters.reversed().map(\.path), "the record needs the true files")
  }

  @Test func aPredictionShowsOnlyAfterTheVerdict() throws {
    var viewer = try blindViewer(.asGiven)
    _ = viewer.update(
      .prediction(Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.3)))
    #expect(viewer.scan.prediction == nil && viewer.scan.readings.predictionAgainstRater1 == nil)
    viewer.type("4")
    #expect(viewer.interface.message?.text.contains("blind") == true)
    _ = viewer.update(.journalOpened(JournalOpening(path: "j", events: [])))
    viewer.run(":case approve")
    viewer.type("y")
    #expect(viewer.scan.prediction != nil && viewer.view.tuning.binarisation == 0.3)
    #expect(viewer.scan.readings.predictionAgainstRater1 != nil)
  }
}
