import Foundation
import Segmenter
import Testing
import VolumeModel

/// The small PHiSeg against PyTorch in double precision (`Scripts/fixtures/phiseg_oracle.py`).
@Suite struct PHiSegTests {
  private struct Probe {
    let reference: Reference
    let network: UNet
    let batch: Int

    init(trains: Bool, algorithm: ConvolutionAlgorithm? = nil) throws {
      reference = try Reference("phiseg.safetensors")
      let shape = try reference.shape("input")
      batch = shape[0]
      let architecture = UNetArchitecture(
        kind: .phiseg, inputChannels: shape[1], base: 2, levels: 2, normalisation: .group(groups: 2), latentCount: 2)
      network = UNet(
        architecture, width: shape[3], height: shape[2], capacity: batch, trains: trains,
        pool: WorkerPool(workerCount: 2), algorithm: algorithm)
      network.load(try UNetWeights(architecture: architecture, scalars: reference.slab("weights", network.layout)))
      try reference.write("input", into: network)
    }
  }

  /// The bound is the sum of the cross-entropies up to each level and of the weighed divergences of all levels.
  @Test("logits of each level, the bound and its gradients are PyTorch's", arguments: ConvolutionAlgorithm.allCases)
  func theBoundAndItsGradientsArePyTorchs(algorithm: ConvolutionAlgorithm) throws {
    let probe = try Probe(trains: true, algorithm: algorithm)
    let (reference, network, batch) = (probe.reference, probe.network, probe.batch)
    let beta = Double(try reference.scalars("beta")[0])
    let target = try reference.scalars("target")
    target.withUnsafeBufferPointer { network.showAnnotations(imageCount: batch, $0) }
    network.dropout = .drawn(seed: 5, firstSample: 0)
    network.forward(imageCount: batch)
    #expect(relativeDistance(network.logits, try reference.scalars("logits")) < 1e-5)
    #expect(network.sideOutputs.count == 1)
    #expect(relativeDistance(network.sideOutputs[0].logits, try reference.scalars("side.0")) < 1e-5)
    var crossEntropy = 0.0
    for output in [(logits: network.logits, gradients: network.logitGradients)] + network.sideOutputs {
      let loss = BinaryCrossEntropy().valueAndGradient(
        logits: Array(output.logits), target: target, weights: [], imageCount: batch)
      crossEntropy += loss.value
      _ = output.gradients.update(fromContentsOf: loss.gradient)
    }
    let scale = beta / Double(batch * network.pixelsPerImage)
    let divergence = network.latentDivergence(scale: scale)
    let value = crossEntropy + scale * divergence
    for (mine, name) in [
      (crossEntropy, "cross_entropy"), (divergence / Double(batch), "divergence"), (value, "value"),
    ] {
      #expect(abs(mine / Double(try reference.scalars(name)[0]) - 1) < 1e-5, "\(name)")
    }
    network.backward()
    let gradients = Array(network.parameterGradients)
    for part in ["prior", "posterior", "likelihood", "head"] {
      let blocks = network.layout.blocks.filter { $0.name.hasPrefix(part + ".") }
      #expect(!blocks.isEmpty)
      let expected = try blocks.flatMap { try reference.scalars("gradient.\($0.name)") }
      #expect(relativeDistance(blocks.flatMap { gradients[$0.range] }, expected) < 1e-4, "\(part)")
    }
    #expect(relativeDistance(gradients, try reference.slab("gradient", network.layout)) < 1e-4)
  }

  @Test("while nothing is drawn every z is the prior's mean, in training and prediction", arguments: [false, true])
  func theExpectedAnnotationIsPyTorchs(trains: Bool) throws {
    let probe = try Probe(trains: trains)
    probe.network.forward(imageCount: probe.batch)
    #expect(relativeDistance(probe.network.logits, try probe.reference.scalars("expected")) < 1e-5)
  }

  /// With He's SD throughout, some seeds began with divergences of thousands, and some were not finite.
  @Test(arguments: [NetworkKind.probabilistic, .phiseg])
  func latentNumbersBeginNearTheStandardNormal(kind: NetworkKind) throws {
    for seed in 1...8 as ClosedRange<UInt64> {
      for levels in [1, 3] {
        let architecture = UNetArchitecture(kind: kind, inputChannels: 1, base: 4, levels: levels)
        let network = UNet(
          architecture, width: 32, height: 32, capacity: 1, trains: true, pool: WorkerPool(workerCount: 1))
        network.load(try UNetWeights(architecture: architecture, seed: seed))
        var random = RandomStream(seed: seed, name: "image")
        let pixels = network.pixelsPerImage
        _ = network.input(image: 0).update(fromContentsOf: (0..<pixels).map { _ in Float(random.normal()) })
        let target = (0..<pixels).map { $0 % 32 < 8 ? Float(1) : 0 }
        target.withUnsafeBufferPointer { network.showAnnotations(imageCount: 1, $0) }
        network.dropout = .drawn(seed: seed, firstSample: 0)
        network.forward(imageCount: 1)
        #expect(network.latentDivergence(scale: 0) / Double(pixels) < 2, "seed \(seed), \(levels) levels")
      }
    }
  }

  @Test func aRunContinuesToTheSameBitsAndComesBackFromItsFile() throws {
    var plan = SyntheticCase.plan(epochs: 2)
    plan.architecture = UNetArchitecture(
      kind: .phiseg, inputChannels: 1, base: 4, levels: 2, normalisation: .group(groups: 2), latentCount: 2)
    plan.loss = .crossEntropy
    try expectSameBitsAfterResume(plan, stopAfter: 3)
    let model = try TrainingRun.start(plan, cases: [SyntheticCase.make()]) { _ in }.wait()
    let folder = try TemporaryFolder()
    try model.write(to: folder.file("weights.safetensors"))
    #expect(try TrainedModel.read(from: folder.file("weights.safetensors")) == model)
  }
}
