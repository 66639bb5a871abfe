import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// Keys that come before what they need is ready, and keys that would end what runs.
@Suite struct EarlyKeysTests {
  private static func isStart(_ effect: Effect) -> Bool {
    if case .startTraining = effect { true } else { false }
  }

  private static func isQuit(_ effect: Effect) -> Bool {
    if case .quit = effect { true } else { false }
  }

  @Test func trainingWaitsForTheSoftMask() throws {
    var viewer = try ExampleCase.viewer(of: try ExampleCase.review())
    #expect(!viewer.press(.character("t")).contains(where: Self.isStart))
    #expect(viewer.interface.message?.text.contains("training starts as soon as") == true)
    #expect(viewer.update(.growth(try ExampleCase.growth())).contains(where: Self.isStart))
    #expect(viewer.model.training.isBusy)
  }

  @Test func theLesionListOpensAndFills() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("l")
    #expect(viewer.showsLesionList && viewer.review.rows.isEmpty)
    _ = viewer.update(.lesionTable(try ExampleCase.lesionTable()))
    #expect(viewer.review.selectedRow != nil)
  }

  /// To say that t trains would have it end the training.
  @Test func predictionWaitsForTheFirstEpoch() throws {
    var viewer = try ExampleCase.viewer()
    viewer.type("p")
    #expect(viewer.interface.message?.text.contains("t trains") == true)
    viewer.press(.character("t"))
    viewer.type("p")
    #expect(viewer.interface.message?.text.contains("end of the first epoch") == true && viewer.model.training.isBusy)
  }

  @Test func quittingWhileTrainingAsks() throws {
    var viewer = try ExampleCase.viewer()
    viewer.press(.character("t"))
    #expect(!viewer.press(.character("q")).contains(where: Self.isQuit))
    #expect(viewer.interface.question?.contains("training would end") == true)
    viewer.press(.character("n"))
    #expect(viewer.interface.question == nil)
    viewer.press(.character("q"))
    #expect(viewer.press(.character("q")).contains(where: Self.isQuit), "the key that asked means yes, too")
  }

  /// Whatever is typed ahead, no key but an answer does anything.
  @Test func aQuestionHoldsOtherKeysBack() throws {
    var viewer = try ExampleCase.viewer()
    viewer.press(.character("t"), .character("q"))
    let place = viewer.place.cursor
    viewer.press(.up, .character("c"), .enter, .character("l"))
    #expect(viewer.interface.question != nil && viewer.place.cursor == place && !viewer.showsLesionList)
    #expect(viewer.press(.character("y")).contains(where: Self.isQuit))
  }

  @Test func doubtsOfAPredictionAreSaidAndKept() throws {
    var viewer = try ExampleCase.viewer(hasWeights: true)
    let doubt = "doubtful: slices every 8.00 mm"
    _ = viewer.update(
      .prediction(
        Prediction(source: "test", probability: try ExampleCase.probability(), threshold: 0.5, doubts: [doubt])))
    #expect(viewer.interface.message?.isWarning == true && viewer.interface.message?.text.contains(doubt) == true)
    viewer.press(.up)
    #expect(viewer.scan.information.contains { $0.contains(doubt) })
  }
}
