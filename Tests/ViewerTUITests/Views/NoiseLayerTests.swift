import Pictures
import Settings
import TerminalIO
import TestSupport
import Testing
import ViewerTUI
import ViewerTestSupport
import VolumeModel

/// `:perturb` makes a further rater.
@Suite struct NoiseLayerTests {
  private static func request(_ effects: [Effect]) -> NoiseRequest? {
    effects.lazy.compactMap { if case .perturb(let request) = $0 { request } else { nil } }.first
  }

  @Test func theMaskOfTheChosenLayerIsPerturbed() throws {
    var viewer = try ExampleCase.viewer()
    let first = try #require(Self.request(viewer.run(commandLine: "perturb dilate 2 5")))
    #expect(first.noise == AnnotationNoise(.dilate, strength: 2) && first.seed == 5)
    #expect(first.mask == viewer.scan.raters[0].mask && first.name == "r1-dilate")
    viewer.look(["active-layer": "2"])
    let second = try #require(Self.request(viewer.run(commandLine: "perturb drop")))
    #expect(second.mask == viewer.scan.raters[1].mask && second.name == "r2-drop" && second.noise.strength == nil)
  }

  @Test func theResultIsShownAndTheNextIsMadeOfTheSameMask() throws {
    var viewer = try ExampleCase.viewer()
    viewer.look(["active-layer": "2"])
    for strength in [1, 2] {
      let request = try #require(Self.request(viewer.run(commandLine: "perturb dilate \(strength)")))
      #expect(request.name == "r2-dilate")
      let isOfRater = request.mask == viewer.scan.raters[1].mask
      #expect(isOfRater)
      let noisy = request.noise.apply(to: request.mask, seed: request.seed)
      _ = viewer.update(.noisyMask(noisy, name: request.name))
      let isShown = viewer.scan.consensus.mask == noisy.mask && viewer.view.overlays.isShown(.other)
      #expect(isShown && viewer.view.overlays.active == .other)
      #expect(
        viewer.interface.message?.text.contains("SIMULATED") == true
          && viewer.interface.message?.text.contains("Dice") == true)
    }
    // The second took the place of the first.
    #expect(viewer.scan.otherMasks.map(\.name) == ["r2-dilate"])
  }

  @Test(arguments: ["perturb", "perturb melt", "perturb dilate much", "perturb drop 2", "perturb elastic 1 -3"])
  func whatCannotBeDoneIsSaid(line: String) throws {
    var viewer = try ExampleCase.viewer()
    #expect(viewer.run(commandLine: line).isEmpty)
    #expect(viewer.interface.message?.isWarning == true)
  }
}
