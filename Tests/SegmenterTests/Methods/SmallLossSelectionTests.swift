import Segmenter
import Testing
import VolumeModel

@Suite struct SmallLossSelectionTests {
  private func kept(_ losses: [Float], share: Double, where takesPart: (Int) -> Bool = { _ in true }) -> [Float] {
    var result = [Float](repeating: -1, count: losses.count)
    let selection = SmallLossSelection()
    result.withUnsafeMutableBufferPointer { result in
      withCopy(losses) { selection.mark(result, smallest: share, of: .init($0), where: takesPart) }
    }
    return result
  }

  @Test("exactly the smallest are kept", arguments: [0, 0.001, 0.25, 0.5, 0.8, 0.999, 1])
  func smallest(share: Double) {
    var random = RandomStream(seed: 4, name: "losses")
    let losses = (0..<5000).map { _ in Float(random.uniform() * random.uniform() * 3) }
    let marks = kept(losses, share: share)
    let wanted = Int((share * 5000).rounded())
    let limit = losses.sorted().prefix(wanted).last
    #expect(marks.count { $0 == 1 } == wanted && marks.count { $0 == 0 } == 5000 - wanted)
    for (loss, mark) in zip(losses, marks) where mark == 1 { #expect(loss <= limit ?? -1) }
  }

  @Test("among equal losses the first are kept, and what is no number is the largest")
  func ties() {
    #expect(kept([1, 0.5, 1, 1, 0.5, 2], share: 0.5) == [1, 1, 0, 0, 1, 0])
    #expect(kept([0, 0, 0, 0], share: 0.5) == [1, 1, 0, 0])
    #expect(kept([.nan, 3, .infinity, -0.0], share: 0.75) == [0, 1, 1, 1])
  }

  @Test("only pixels that take part are counted and marked")
  func participants() {
    #expect(kept([5, 4, 3, 2, 1, 0], share: 0.5) { $0 < 4 } == [0, 0, 1, 1, -1, -1])
    #expect(kept([1, 2], share: 0.5) { _ in false } == [-1, -1])
  }

  @Test("the kept share falls along the ramp")
  func share() {
    #expect(SmallLossSelection.fraction(keptFraction: 0.8, ramp: 0) == 1)
    #expect(abs(SmallLossSelection.fraction(keptFraction: 0.8, ramp: 0.5) - 0.9) < 1e-12)
    #expect(abs(SmallLossSelection.fraction(keptFraction: 0.8, ramp: 1) - 0.8) < 1e-12)
  }
}

@Suite struct SampleQualityTests {
  @Test("weights and slopes are PyTorch's")
  func reference() throws {
    let reference = try TeacherReference.read().quality
    let quality = SampleQuality(bound: reference.bound)
    let weights = quality.weights(scores: reference.scores)
    let answer = quality.lossAndDerivatives(scores: reference.scores, losses: reference.losses)
    #expect(abs(answer.loss - reference.value) < 1e-10)
    for sample in reference.scores.indices {
      #expect(abs(weights[sample] - reference.weights[sample]) < 1e-10)
      // dL/dl is the weight.
      #expect(abs(weights[sample] - reference.lossSlopes[sample]) < 1e-10)
      #expect(abs(answer.derivatives[sample] - reference.scoreSlopes[sample]) < 1e-10)
    }
  }

  @Test("no sample weighs more than exp(2 lambda) times another")
  func bound() {
    let weights = SampleQuality(bound: 1).weights(scores: [1e9, -1e9, 0])
    #expect(abs(weights[0] / weights[1] - 7.389_056_098_9) < 1e-9)
    #expect(abs(weights.reduce(0, +) - 1) < 1e-12)
  }
}
