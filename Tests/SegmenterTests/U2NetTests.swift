import Segmenter
import Testing

/// The small U^2-Net against PyTorch in double precision (`Scripts/fixtures/u2net_oracle.py`).
@Suite struct U2NetTests {
  @Test("logits, side outputs and gradients are PyTorch's", arguments: ConvolutionAlgorithm.allCases)
  func passes(algorithm: ConvolutionAlgorithm) throws {
    let reference = try Reference("u2net.safetensors")
    let shape = try reference.shape("input")
    let (batch, channels) = (shape[0], shape[1])
    let architecture = UNetArchitecture(
      kind: .u2net, inputChannels: channels, base: 4, levels: 2, normalisation: .group(groups: 2))
    let network = UNet(
      architecture, width: shape[3], height: shape[2], capacity: batch, trains: true,
      pool: WorkerPool(workerCount: 2), algorithm: algorithm)
    network.load(try UNetWeights(architecture: architecture, scalars: reference.slab("weights", network.layout)))
    try reference.write("input", into: network)
    network.forward(imageCount: batch)
    #expect(relativeDistance(network.logits, try reference.scalars("logits")) < 1e-5)
    let target = try reference.scalars("target")
    let outputs = [(logits: network.logits, gradients: network.logitGradients)] + network.sideOutputs
    var value = 0.0
    for (number, output) in outputs.enumerated() {
      if number > 0 {
        #expect(relativeDistance(output.logits, try reference.scalars("side.\(number - 1)")) < 1e-5)
      }
      let loss = BinaryCrossEntropy().valueAndGradient(
        logits: Array(output.logits), target: target, weights: [], imageCount: batch)
      value += loss.value / Double(outputs.count)
      _ = output.gradients.update(fromContentsOf: loss.gradient.map { $0 / Float(outputs.count) })
    }
    #expect(abs(value / Double(try reference.scalars("value")[0]) - 1) < 1e-5)
    network.backward()
    let gradients = Array(network.parameterGradients)
    #expect(relativeDistance(gradients, try reference.slab("gradient", network.layout)) < 1e-4)
  }

  @Test func aRunContinuesToTheSameBitsAndComesBackFromItsFile() throws {
    var plan = SyntheticCase.plan(epochs: 2)
    plan.architecture = UNetArchitecture(
      kind: .u2net, inputChannels: 1, base: 4, levels: 2, normalisation: .group(groups: 2))
    try expectSameBitsAfterResume(plan, stopAfter: 3)
    let model = try TrainingRun.start(plan, cases: [SyntheticCase.make()]) { _ in }.wait()
    let folder = try TemporaryFolder()
    try model.write(to: folder.file("weights.safetensors"))
    #expect(try TrainedModel.read(from: folder.file("weights.safetensors")) == model)
    let scan = SyntheticCase.make()
    #expect(throws: PredictionError.noDropout(architecture: "u2net-2d")) {
      try UncertaintyPredictor(models: [model], sampler: UncertaintySampler(.dropout), threads: 1).uncertainty(
        channels: scan.channels, brain: scan.brain)
    }
  }

  @Test func whatItHasNoPlaceForIsRefused() {
    let architecture = UNetArchitecture(kind: .u2net, dropout: Dropout(rate: 0.2))
    #expect(throws: ModelError.self) { try architecture.validate() }
  }
}
