import Foundation
import Segmenter
import Testing
import VolumeModel

/// The probabilistic U-Net against PyTorch in double precision (`Scripts/fixtures/probabilistic_oracle.py`).
@Suite struct ProbabilisticUNetTests {
  private struct Probe {
    let reference: Reference
    let network: ProbabilisticUNet
    let target: [Float]
    let noise: [[Double]]
    let batch: Int

    init(threads: Int = 2) throws {
      reference = try Reference("probabilistic.safetensors")
      let shape = try reference.shape("input")
      batch = shape[0]
      let (height, width) = (shape[2], shape[3])
      let latents = try reference.shape("noise")[1]
      network = ProbabilisticUNet(
        UNetArchitecture(inputChannels: 1, base: 4, levels: 2), latentCount: latents,
        beta: Double(try reference.scalars("beta")[0]), width: width, height: height, capacity: batch,
        pool: WorkerPool(workerCount: threads))
      let input = try reference.scalars("input")
      for image in 0..<batch {
        _ = network.input(image: image).update(
          fromContentsOf: input[image * height * width..<(image + 1) * height * width])
      }
      target = try reference.scalars("target")
      let all = try reference.scalars("noise").map { Double($0) }
      noise = (0..<batch).map { Array(all[$0 * latents..<($0 + 1) * latents]) }
      _ = network.prior.parameters.update(fromContentsOf: try slab("weights", network.prior.blocks))
      _ = network.posterior.parameters.update(fromContentsOf: try slab("weights", network.posterior.blocks))
      _ = network.generatorParameters.update(fromContentsOf: try slab("weights", network.generatorBlocks))
      network.prior.weightsChanged()
      network.posterior.weightsChanged()
      network.generatorWeightsChanged()
    }

    func slab(_ prefix: String, _ blocks: [ParameterBlock]) throws -> [Float] {
      try blocks.flatMap { try reference.scalars("\(prefix).\($0.name)") }
    }
  }

  @Test func theBoundAndItsGradientsArePyTorchs() throws {
    let probe = try Probe()
    let (reference, network) = (probe.reference, probe.network)
    let bound = network.differentiate(imageCount: probe.batch, target: probe.target, noise: probe.noise)
    for (mine, name) in [
      (bound.crossEntropy, "cross_entropy"), (bound.divergence, "divergence"), (bound.value, "value"),
    ] {
      #expect(abs(mine / Double(try reference.scalars(name)[0]) - 1) < 1e-5, "\(name)")
    }
    #expect(
      relativeDistance(network.generatorGradients, try probe.slab("gradient", network.generatorBlocks)) < 1e-4)
    #expect(
      relativeDistance(network.prior.parameterGradients, try probe.slab("gradient", network.prior.blocks)) < 1e-4)
    #expect(
      relativeDistance(network.posterior.parameterGradients, try probe.slab("gradient", network.posterior.blocks))
        < 1e-4)
  }

  @Test func theEncodersAndTheLogitsArePyTorchs() throws {
    let probe = try Probe()
    let priors = probe.network.priors(imageCount: probe.batch)
    let mine = priors.flatMap { $0.mean + $0.logVariance }.map { Float($0) }
    #expect(relativeDistance(mine, try probe.reference.scalars("prior")) < 1e-5)
    let posterior = try probe.reference.scalars("posterior").map { Double($0) }
    let latents = (0..<probe.batch).map { image in
      let own = Array(posterior[image * 6..<(image + 1) * 6])
      return LatentGaussian(mean: Array(own[..<3]), logVariance: Array(own[3...])).sample(probe.noise[image])
    }
    #expect(relativeDistance(probe.network.decode(latents), try probe.reference.scalars("logits")) < 1e-5)
  }

  /// N(1, 4) from N(0, 1): ln(1/2) + (4 + 1) / 2 - 1/2 = 1.306853.
  @Test func theDivergenceIsTheClosedForm() {
    let q = LatentGaussian(mean: [1], logVariance: [log(4)])
    let p = LatentGaussian(mean: [0], logVariance: [0])
    #expect(abs(q.divergence(from: p) - (2 - log(2))) < 1e-12 && q.divergence(from: q) == 0)
    // Its derivatives by finite differences.
    let a = LatentGaussian(mean: [0.3, -1.2], logVariance: [0.4, -0.7])
    let b = LatentGaussian(mean: [-0.5, 0.1], logVariance: [-0.2, 0.6])
    let (own, other) = a.divergenceGradients(from: b)
    func slope(_ change: (inout LatentGaussian, inout LatentGaussian, Double) -> Void) -> Double {
      let values = [1e-5, -1e-5].map { step in
        var (x, y) = (a, b)
        change(&x, &y, step)
        return x.divergence(from: y)
      }
      return (values[0] - values[1]) / 2e-5
    }
    for j in 0..<2 {
      #expect(abs(slope { x, _, step in x.mean[j] += step } - own.mean[j]) < 1e-8)
      #expect(abs(slope { x, _, step in x.logVariance[j] += step } - own.logVariance[j]) < 1e-8)
      #expect(abs(slope { _, y, step in y.mean[j] += step } - other.mean[j]) < 1e-8)
      #expect(abs(slope { _, y, step in y.logVariance[j] += step } - other.logVariance[j]) < 1e-8)
    }
  }

  @Test func samplesRepeatAndDiffer() throws {
    let (one, two) = (try Probe(threads: 1), try Probe(threads: 3))
    let first = one.network.sample(imageCount: one.batch, seed: 4, number: 1)
    #expect(first == two.network.sample(imageCount: two.batch, seed: 4, number: 1))
    #expect(first != one.network.sample(imageCount: one.batch, seed: 4, number: 2))
    #expect(first != one.network.sample(imageCount: one.batch, seed: 5, number: 1))
  }

  /// One image, two readers who draw the left and the right half: a network that learns both draws both.
  @Test func itLearnsToDrawWhatTwoReadersDraw() throws {
    let (width, height) = (16, 16)
    let network = ProbabilisticUNet(
      UNetArchitecture(inputChannels: 1, base: 8, levels: 2), latentCount: 2, beta: 0.03, width: width, height: height,
      capacity: 2, pool: WorkerPool(workerCount: 2))
    network.drawWeights(seed: 3)
    var picture = [Float](repeating: 0, count: width * height)
    for pixel in picture.indices where (4..<12).contains(pixel % width) && (4..<12).contains(pixel / width) {
      picture[pixel] = 1
    }
    for image in 0..<2 { _ = network.input(image: image).update(fromContentsOf: picture) }
    let readers = [true, false].map { isLeft in
      picture.indices.map { picture[$0] > 0 && ($0 % width < 8) == isLeft ? Float(1) : 0 }
    }
    let slabs = [
      (network.prior.parameters, network.prior.parameterGradients),
      (network.posterior.parameters, network.posterior.parameterGradients),
      (network.generatorParameters, network.generatorGradients),
    ]
    let pool = WorkerPool(workerCount: 1)
    var optimizers = slabs.map { OptimizerSettings(.adam, learningRate: 1e-3).optimizer(parameterCount: $0.0.count) }
    var random = RandomStream(seed: 5, name: "noise of the posterior")
    for _ in 0..<400 {
      _ = network.differentiate(
        imageCount: 2, target: readers[0] + readers[1],
        noise: (0..<2).map { _ in [random.normal(), random.normal()] })
      for index in slabs.indices {
        optimizers[index].step(
          slabs[index].0, along: slabs[index].1, scale: 1, pool: pool, instructionSet: .standard)
      }
      network.prior.weightsChanged()
      network.posterior.weightsChanged()
      network.generatorWeightsChanged()
    }
    var drawn = (left: 0, right: 0, other: 0)
    for number in 0..<40 as Range<UInt64> {
      let logits = network.sample(imageCount: 1, seed: 8, number: number)
      func dice(_ reader: [Float]) -> Double {
        let both = logits.indices.count { logits[$0] > 0 && reader[$0] > 0 }
        let sizes = logits.count { $0 > 0 } + reader.count { $0 > 0 }
        return 2 * Double(both) / Double(max(sizes, 1))
      }
      if dice(readers[0]) > 0.8 {
        drawn.left += 1
      } else if dice(readers[1]) > 0.8 {
        drawn.right += 1
      } else {
        drawn.other += 1
      }
    }
    #expect(drawn.left >= 4 && drawn.right >= 4, "\(drawn)")
  }
}
