import Segmenter
import Testing
import VolumeModel

@Suite struct UncertaintyTests {
  private func sums(_ samples: [[Float]]) -> UncertaintySums {
    var sums = UncertaintySums(pixelCount: samples[0].count)
    for sample in samples { sample.withUnsafeBufferPointer { sums.add($0) } }
    return sums
  }

  @Test("Kwon's split of a table worked out by hand")
  func split() {
    let sums = sums([[0.9, 0.6, 0.1], [0.8, 0.4, 0.1], [0.7, 0.5, 0.4], [0.9, 0.3, 0.2]])
    let expected: [(mean: Double, aleatoric: Double, epistemic: Double)] = [
      (0.825, 0.1375, 0.006875), (0.45, 0.235, 0.0125), (0.2, 0.145, 0.015),
    ]
    for (pixel, value) in expected.enumerated() {
      // The samples are given in single precision.
      #expect(abs(sums.mean(pixel) - value.mean) < 1e-7)
      #expect(abs(sums.aleatoric(pixel) - value.aleatoric) < 1e-7)
      #expect(abs(sums.epistemic(pixel) - value.epistemic) < 1e-7)
    }
  }

  @Test("the parts add up to m (1 - m)", arguments: 1...5 as ClosedRange<UInt64>)
  func identity(seed: UInt64) {
    var random = RandomStream(seed: seed, name: "samples")
    let samples = (0..<7).map { _ in (0..<50).map { _ in Float(random.uniform()) } }
    let sums = sums(samples)
    for pixel in 0..<50 {
      let mean = sums.mean(pixel)
      #expect(abs(sums.aleatoric(pixel) + sums.epistemic(pixel) - mean * (1 - mean)) < 1e-12)
      #expect(sums.aleatoric(pixel) >= 0 && sums.epistemic(pixel) >= -1e-12)
    }
  }

  private func model(dropout: Dropout?) throws -> TrainedModel {
    var plan = SyntheticCase.plan(epochs: 3)
    plan.architecture.dropout = dropout
    return try TrainingRun.start(plan, cases: [SyntheticCase.make()]) { _ in }.wait()
  }

  @Test("samples of a scan: repeatable, different from each other, and around the plain prediction")
  func samplesOfAScan() throws {
    let scan = SyntheticCase.make()
    let model = try model(dropout: UncertaintySampler.dropout)
    func uncertainty(_ sampler: UncertaintySampler, seed: UInt64 = 1, threads: Int = 2) throws -> VolumeUncertainty {
      try UncertaintyPredictor(models: [model], sampler: sampler, seed: seed, threads: threads)
        .uncertainty(channels: scan.channels, brain: scan.brain)
    }
    let plain = try Predictor(model: model, threads: 2).probability(channels: scan.channels, brain: scan.brain)
    // One member is no ensemble: nothing is random, and the mean is the prediction.
    let single = try uncertainty(UncertaintySampler(.ensemble, count: 1))
    #expect(zip(single.mean.scalars, plain.scalars).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(single.epistemic.scalars.allSatisfy { $0 < 1e-9 })
    for kind in [UncertaintySampler.Kind.dropout, .testTime] {
      let first = try uncertainty(UncertaintySampler(kind))
      #expect(first.epistemic.scalars.contains { $0 > 1e-6 }, "\(kind)")
      #expect(first.mean == (try uncertainty(UncertaintySampler(kind), threads: 1).mean))
      #expect(first.mean != (try uncertainty(UncertaintySampler(kind), seed: 2).mean))
      let distance = zip(first.mean.scalars, plain.scalars).map { abs($0 - $1) }.reduce(0, +) / Float(scan.brain.count)
      #expect(distance < 0.2, "\(kind): \(distance)")
    }
  }

  @Test("the mean comes back to the image's grid as a prediction does", arguments: [1, 0.8])
  func meanOnTheGridOfTheImage(pixelMM: Double) throws {
    let scan = SyntheticCase.make()
    var model = try model(dropout: nil)
    model.metadata.preparation.pixelMM = pixelMM
    let plain = try Predictor(model: model, threads: 2).probability(channels: scan.channels, brain: scan.brain)
    let single = try UncertaintyPredictor(models: [model], sampler: UncertaintySampler(.ensemble, count: 1), threads: 2)
      .uncertainty(channels: scan.channels, brain: scan.brain)
    #expect(zip(single.mean.scalars, plain.scalars).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test("an ensemble is the mean of its members")
  func ensemble() throws {
    let scan = SyntheticCase.make()
    let models = try [5, 6].map { seed in
      try TrainingRun.start(SyntheticCase.plan(epochs: 2, seed: seed), cases: [scan]) { _ in }.wait()
    }
    let each = try models.map {
      try Predictor(model: $0, threads: 2).probability(channels: scan.channels, brain: scan.brain).scalars
    }
    let both = try UncertaintyPredictor(models: models, sampler: UncertaintySampler(.ensemble), threads: 2)
      .uncertainty(channels: scan.channels, brain: scan.brain)
    for (index, mean) in both.mean.scalars.enumerated() {
      #expect(abs(mean - (each[0][index] + each[1][index]) / 2) < 1e-6)
    }
  }
}
