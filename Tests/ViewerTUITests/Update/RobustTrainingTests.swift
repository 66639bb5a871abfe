import Pictures
import Segmenter
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

@Suite struct RobustTrainingTests {
  private struct Started {
    var request: TrainingRequest
    var trustsSecondRater: Bool
  }

  private func start(_ line: String, in viewer: inout Viewer) -> Started? {
    for effect in viewer.run(commandLine: line) {
      if case .startTraining(_, _, let request, let trusted) = effect {
        return Started(request: request, trustsSecondRater: trusted == viewer.scan.raters[1].mask)
      }
    }
    return nil
  }

  @Test func aMethodAndWhatItTrustsAreTyped() throws {
    var viewer = try ExampleCase.viewer()
    let started = try #require(start("train 60s method=mcpm trusted=rater2 share=0.2", in: &viewer))
    #expect(started.request.budgetSeconds == 60 && started.request.epochs == nil && started.trustsSecondRater)
    #expect(started.request.method == MethodSettings(.corruptedPixelMining, trustedFraction: 0.2))
    #expect(viewer.interface.message?.text.contains("20 % of its slices trusted as in rater 2") == true)
    #expect(viewer.frame().plain.contains("Training: mcpm"), "the panel names the method")
  }

  @Test func withoutAMethodNothingChanges() throws {
    var viewer = try ExampleCase.viewer()
    let started = try #require(start("train 5", in: &viewer))
    #expect(started.request == TrainingRequest(epochs: 5) && !started.trustsSecondRater)
    #expect(!viewer.frame().plain.contains("Training:"))
  }

  @Test(arguments: [
    ("train method=mcpn", "mcpm"), ("train method=mcpm", "trusted=MASK (rater1, rater2"),
    ("train method=co-teaching trusted=rater2", "no use for trusted"),
    ("train method=mcpm trusted=nobody", "there is rater1"),
    ("train share=2", "type train"),
  ])
  func whatCannotTrainIsSaid(line: String, sentence: String) throws {
    var viewer = try ExampleCase.viewer()
    #expect(start(line, in: &viewer) == nil)
    #expect(viewer.interface.message?.isWarning == true && viewer.interface.message?.text.contains(sentence) == true)
    #expect(viewer.model.training.phase == .idle)
  }
}
