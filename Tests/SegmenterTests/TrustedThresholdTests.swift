import Segmenter
import Testing
import VolumeModel

/// What the threshold of a run with trusted slices is chosen by.
@Suite struct TrustedThresholdTests {
  /// Trained on lesions with their rim, and vouched for by a mask.
  private func model(trusting trusted: Mask, wholeCase: Bool = false) throws -> TrainedModel {
    var one = SyntheticCase.make()
    one.target = SoftMask(expert: one.target.expert.union(one.target.grown))
    one.trusted = SoftMask(expert: trusted)
    var plan = SyntheticCase.plan()
    (plan.epochs, plan.patience, plan.loss) = (12, nil, .crossEntropy)
    plan.selection = .last
    plan.method = MethodSettings(.trustedThreshold, trustedFraction: 0.4)
    var cases = [one]
    if wholeCase {
      var other = SyntheticCase.make(name: "trusted", seed: 3)
      other.isTrusted = true
      other.target = SoftMask(expert: trusted)
      cases.append(other)
    }
    return try TrainingRun.start(plan, cases: cases) { _ in }.wait()
  }

  /// The same training, so the same weights; the narrower the trusted masks, the higher the threshold.
  @Test(arguments: [false, true])
  func trustedSlicesChooseIt(wholeCase: Bool) throws {
    let target = SyntheticCase.make().target
    let narrow = try model(trusting: target.expert, wholeCase: wholeCase)
    let wide = try model(trusting: target.expert.union(target.grown).dilated(.faces), wholeCase: wholeCase)
    #expect(narrow.weights == wide.weights)
    #expect(narrow.metadata.binarisationThreshold > wide.metadata.binarisationThreshold)
  }
}
