import Segmenter
import Testing
import ViewerTUI
import VolumeModel

@Suite struct RobustTrainingTests {
  private struct Started {
    var request: TrainingRequest
    var trustsSecondRater: Bool
  }

  private func start(_ line: String, in session: inout Session) -> Started? {
    for effect in session.run(commandLine: line) {
      if case .startTraining(_, _, let request, let trusted) = effect {
        return Started(request: request, trustsSecondRater: trusted == session.raters[1].mask)
      }
    }
    return nil
  }

  @Test func aMethodAndWhatItTrustsAreTyped() throws {
    var session = try ExampleCase.session()
    let started = try #require(start("train 60s method=mcpm trusted=rater2 share=0.2", in: &session))
    #expect(started.request.budgetSeconds == 60 && started.request.epochs == nil && started.trustsSecondRater)
    #expect(started.request.method == MethodSettings(.corruptedPixelMining, trustedFraction: 0.2))
    #expect(session.message?.text.contains("20 % of its slices trusted as in rater 2") == true)
    #expect(session.view().plain.contains("Training: mcpm"), "the panel names the method")
  }

  @Test func withoutAMethodNothingChanges() throws {
    var session = try ExampleCase.session()
    let started = try #require(start("train 5", in: &session))
    #expect(started.request == TrainingRequest(epochs: 5) && !started.trustsSecondRater)
    #expect(!session.view().plain.contains("Training:"))
  }

  @Test(arguments: [
    ("train method=mcpn", "mcpm"), ("train method=mcpm", "trusted=MASK (rater1, rater2"),
    ("train method=co-teaching trusted=rater2", "no use for trusted"),
    ("train method=mcpm trusted=nobody", "there is rater1"),
    ("train share=2", "type train"),
  ])
  func whatCannotTrainIsSaid(line: String, sentence: String) throws {
    var session = try ExampleCase.session()
    #expect(start(line, in: &session) == nil)
    #expect(session.message?.isWarning == true && session.message?.text.contains(sentence) == true)
    #expect(session.training.phase == .idle)
  }
}
