import Pictures
import Settings
import TerminalIO
import Testing
import ViewerTUI
import VolumeModel

/// `:perturb` makes a further rater.
@Suite struct NoiseLayerTests {
  private static func request(_ effects: [Effect]) -> NoiseRequest? {
    effects.lazy.compactMap { if case .perturb(let request) = $0 { request } else { nil } }.first
  }

  @Test func theMaskOfTheChosenLayerIsPerturbed() throws {
    var session = try ExampleCase.session()
    let first = try #require(Self.request(session.run(commandLine: "perturb dilate 2 5")))
    #expect(first.noise == AnnotationNoise(.dilate, strength: 2) && first.seed == 5)
    #expect(first.mask == session.raters[0].mask && first.name == "r1-dilate")
    session.layers.active = .rater2
    let second = try #require(Self.request(session.run(commandLine: "perturb drop")))
    #expect(second.mask == session.raters[1].mask && second.name == "r2-drop" && second.noise.strength == nil)
  }

  @Test func theResultIsShownAndTheNextIsMadeOfTheSameMask() throws {
    var session = try ExampleCase.session()
    session.layers.active = .rater2
    for strength in [1, 2] {
      let request = try #require(Self.request(session.run(commandLine: "perturb dilate \(strength)")))
      #expect(request.name == "r2-dilate")
      let isOfRater = request.mask == session.raters[1].mask
      #expect(isOfRater)
      let noisy = request.noise.apply(to: request.mask, seed: request.seed)
      _ = session.update(.noisyMask(noisy, name: request.name))
      let isShown = session.furtherMask == noisy.mask && session.layers.isShown(.further)
      #expect(isShown && session.layers.active == .further)
      #expect(session.message?.text.contains("SIMULATED") == true && session.message?.text.contains("Dice") == true)
    }
    // The second took the place of the first.
    #expect(session.furtherMasks.map(\.name) == ["r2-dilate"])
  }

  @Test(arguments: ["perturb", "perturb melt", "perturb dilate much", "perturb drop 2", "perturb elastic 1 -3"])
  func whatCannotBeDoneIsSaid(line: String) throws {
    var session = try ExampleCase.session()
    #expect(session.run(commandLine: line).isEmpty)
    #expect(session.message?.isWarning == true)
  }
}
