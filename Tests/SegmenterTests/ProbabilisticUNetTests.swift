import Foundation
import Segmenter
import Testing
import VolumeModel

/// The probabilistic U-Net against PyTorch in double precision (`Scripts/fixtures/probabilistic_oracle.py`).
@Suite struct ProbabilisticUNetTests {
  private struct Probe {
    let reference: Reference
    let network: UNet
    let target: [Float]
    let batch: Int

    init(trains: Bool = true, threads: Int = 2) throws {
      reference = try Reference("probabilistic.safetensors")
      let shape = try reference.shape("input")
      batch = shape[0]
      let architecture = UNetArchitecture(
        kind: .probabilistic, inputChannels: 1, base: 4, levels: 2, latentCount: try reference.shape("noise")[1])
      network = UNet(
        architecture, width: shape[3], height: shape[2], capacity: batch, trains: trains,
        pool: WorkerPool(workerCount: threads))
      network.load(
        try UNetWeights(architecture: architecture, scalars: reference.slab("weights", network.layout)))
      let input = try reference.scalars("input")
      for image in 0..<batch {
        _ = network.input(image: image).update(
          fromContentsOf: input[image * network.pixelsPerImage..<(image + 1) * network.pixelsPerImage])
      }
      target = try reference.scalars("target")
    }

    /// A step without its update: cross-entropy and divergence, the logits (whose place the backward pass uses again), and
    /// the gradients left in the network.
    func differentiate(
      beta: Double, draw: RandomDraw
    ) -> (crossEntropy: Double, divergence: Double, logits: [Float]) {
      target.withUnsafeBufferPointer { network.showAnnotations(imageCount: batch, $0) }
      network.dropout = draw
      network.forward(imageCount: batch)
      let logits = Array(network.logits)
      let loss = BinaryCrossEntropy().valueAndGradient(
        logits: logits, target: target, weights: [], imageCount: batch)
      _ = network.logitGradients.update(fromContentsOf: loss.gradient)
      let divergence = network.latentDivergence(scale: beta / Double(batch * network.pixelsPerImage))
      network.backward()
      return (loss.value, divergence / Double(batch), logits)
    }
  }

  @Test func theBoundAndItsGradientsArePyTorchs() throws {
    let probe = try Probe()
    let reference = probe.reference
    let beta = Double(try reference.scalars("beta")[0])
    let (crossEntropy, divergence, logits) = probe.differentiate(beta: beta, draw: .drawn(seed: 5, firstSample: 0))
    let value = crossEntropy + beta * divergence / Double(probe.network.pixelsPerImage)
    for (mine, name) in [(crossEntropy, "cross_entropy"), (divergence, "divergence"), (value, "value")] {
      #expect(abs(mine / Double(try reference.scalars(name)[0]) - 1) < 1e-5, "\(name)")
    }
    #expect(relativeDistance(logits, try reference.scalars("logits")) < 1e-5)
    let gradients = Array(probe.network.parameterGradients)
    for part in ["prior", "posterior", "encoder", "bottleneck", "up", "decoder", "joined", "head"] {
      let blocks = probe.network.layout.blocks.filter { $0.name.hasPrefix(part + ".") }
      #expect(!blocks.isEmpty)
      let expected = try blocks.flatMap { try reference.scalars("gradient.\($0.name)") }
      #expect(relativeDistance(blocks.flatMap { gradients[$0.range] }, expected) < 1e-4, "\(part)")
    }
  }

  @Test("while nothing is drawn z is the prior's mean, in training and prediction", arguments: [false, true])
  func theExpectedAnnotationIsPyTorchs(trains: Bool) throws {
    let probe = try Probe(trains: trains)
    probe.network.forward(imageCount: probe.batch)
    #expect(relativeDistance(probe.network.logits, try probe.reference.scalars("expected")) < 1e-5)
  }

  /// N(1, 4) from N(0, 1): ln(1/2) + (4 + 1) / 2 - 1/2 = 1.306853; derivatives by finite differences.
  @Test func theDivergenceIsTheClosedForm() {
    func divergence(_ prior: [Float], _ posterior: [Float]) -> (value: Double, prior: [Float], posterior: [Float]) {
      var (ofPrior, ofPosterior) = ([Float](repeating: 0, count: 4), [Float](repeating: 0, count: 4))
      let value = LatentDivergence.value(
        count: prior.count / 2, prior: prior, posterior: posterior, scale: 2, priorGradient: &ofPrior,
        posteriorGradient: &ofPosterior)
      return (value, ofPrior, ofPosterior)
    }
    #expect(abs(divergence([0, 0], [1, Float(log(4.0))]).value - (2 - log(2))) < 1e-6)
    #expect(divergence([1, 0.5], [1, 0.5]).value == 0)
    let (prior, posterior): ([Float], [Float]) = ([-0.5, 0.1, -0.25, 0.625], [0.25, -1.25, 0.375, -0.75])
    let gradients = divergence(prior, posterior)
    for number in 0..<4 {
      func difference(_ changed: (Float) -> Double) -> Double { (changed(1 / 128) - changed(-1 / 128)) * 64 }
      let byPrior = difference { step in
        var moved = prior
        moved[number] += step
        return divergence(moved, posterior).value
      }
      let byPosterior = difference { step in
        var moved = posterior
        moved[number] += step
        return divergence(prior, moved).value
      }
      #expect(abs(Double(gradients.prior[number]) - 2 * byPrior) < 1e-3 * max(1, abs(byPrior)))
      #expect(abs(Double(gradients.posterior[number]) - 2 * byPosterior) < 1e-3 * max(1, abs(byPosterior)))
    }
  }

  @Test func samplesRepeatAndDifferAndAreOneHandOverAllImages() throws {
    let (one, two) = (try Probe(trains: false, threads: 1), try Probe(trains: false, threads: 3))
    func logits(_ probe: Probe, _ draw: RandomDraw) -> [Float] {
      probe.network.dropout = draw
      probe.network.forward(imageCount: probe.batch)
      return Array(probe.network.logits)
    }
    let first = logits(one, .shared(seed: 4, sample: 1))
    #expect(first == logits(two, .shared(seed: 4, sample: 1)))
    #expect(first != logits(one, .shared(seed: 4, sample: 2)) && first != logits(one, .shared(seed: 5, sample: 1)))
    // Two images that are the same get the same sample; drawn one by one they do not.
    let image = Array(one.network.input(image: 0))
    _ = one.network.input(image: 1).update(fromContentsOf: image)
    let pixels = one.network.pixelsPerImage
    let shared = logits(one, .shared(seed: 4, sample: 1))
    #expect(Array(shared.prefix(pixels)) == Array(shared[pixels..<2 * pixels]))
    let single = logits(one, .drawn(seed: 4, firstSample: 1))
    #expect(Array(single.prefix(pixels)) != Array(single[pixels..<2 * pixels]))
  }

  /// One image, two readers who draw the left and the right half: a network that learns both draws both.
  @Test func itLearnsToDrawWhatTwoReadersDraw() throws {
    let (width, height) = (16, 16)
    let pool = WorkerPool(workerCount: 2)
    let architecture = UNetArchitecture(kind: .probabilistic, inputChannels: 1, base: 8, levels: 2, latentCount: 2)
    let network = UNet(architecture, width: width, height: height, capacity: 2, trains: true, pool: pool)
    network.load(try UNetWeights(architecture: architecture, seed: 3, foregroundFraction: 0.1))
    let drawer = UNet(architecture, width: width, height: height, capacity: 1, trains: false, pool: pool)
    var picture = [Float](repeating: 0, count: width * height)
    for pixel in picture.indices where (4..<12).contains(pixel % width) && (4..<12).contains(pixel / width) {
      picture[pixel] = 1
    }
    for image in 0..<2 { _ = network.input(image: image).update(fromContentsOf: picture) }
    _ = drawer.input(image: 0).update(fromContentsOf: picture)
    let readers = [true, false].map { isLeft in
      picture.indices.map { picture[$0] > 0 && ($0 % width < 8) == isLeft ? Float(1) : 0 }
    }
    let target = readers[0] + readers[1]
    var optimizer = OptimizerSettings(.adam, learningRate: 1e-3).optimizer(parameterCount: network.parameterCount)
    for step in 0..<400 {
      target.withUnsafeBufferPointer { network.showAnnotations(imageCount: 2, $0) }
      network.dropout = .drawn(seed: 5, firstSample: UInt64(2 * step))
      network.forward(imageCount: 2)
      let loss = BinaryCrossEntropy().valueAndGradient(
        logits: Array(network.logits), target: target, weights: [], imageCount: 2)
      _ = network.logitGradients.update(fromContentsOf: loss.gradient)
      _ = network.latentDivergence(scale: 0.03 / Double(target.count))
      network.backward()
      optimizer.step(
        network.parameters, along: network.parameterGradients, scale: 1, pool: pool, instructionSet: .standard)
      network.weightsChanged()
    }
    drawer.copyWeights(from: UnsafeBufferPointer(network.parameters))
    var drawn = (left: 0, right: 0, other: 0)
    for number in 0..<40 as Range<UInt64> {
      drawer.dropout = .shared(seed: 8, sample: number)
      drawer.forward(imageCount: 1)
      func dice(_ reader: [Float]) -> Double {
        let both = reader.indices.count { drawer.logits[$0] > 0 && reader[$0] > 0 }
        let sizes = drawer.logits.count { $0 > 0 } + reader.count { $0 > 0 }
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
