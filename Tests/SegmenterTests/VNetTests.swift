import Segmenter
import Testing
import VolumeModel

/// The small V-Net against PyTorch in double precision (`Scripts/fixtures/vnet_oracle.py`).
@Suite struct VNetTests {
  @Test("logits and gradients are PyTorch's", arguments: [0, 2], ConvolutionAlgorithm.allCases)
  func passes(groups: Int, algorithm: ConvolutionAlgorithm) throws {
    let reference = try Reference("vnet-groups\(groups).safetensors")
    let shape = try reference.shape("input")
    let (batch, channels) = (shape[0], shape[1])
    let architecture = UNetArchitecture(
      kind: .vnet, inputChannels: channels, base: 2, levels: 2,
      normalisation: groups == 0 ? .none : .group(groups: groups),
      blockSlices: shape[2])
    let network = UNet(
      architecture, width: shape[4], height: shape[3], capacity: batch, trains: true,
      pool: WorkerPool(workerCount: 2), algorithm: algorithm)
    network.load(try UNetWeights(architecture: architecture, scalars: reference.slab("weights", network.layout)))
    try reference.write("input", into: network)
    network.forward(imageCount: batch)
    #expect(relativeDistance(network.logits, try reference.scalars("logits")) < 1e-5)
    let loss = BinaryCrossEntropy().valueAndGradient(
      logits: Array(network.logits), target: try reference.scalars("target"), weights: [], imageCount: batch)
    #expect(abs(loss.value / Double(try reference.scalars("value")[0]) - 1) < 1e-5)
    _ = network.logitGradients.update(fromContentsOf: loss.gradient)
    network.backward()
    let gradients = Array(network.parameterGradients)
    #expect(relativeDistance(gradients, try reference.slab("gradient", network.layout)) < 1e-4)
  }

  /// Larger maps than the reference's, whose channels fill more than a panel, so that the sums are Winograd's; with several
  /// sources, an odd last tile and as many slices as one kernel has.
  @Test("sums in Winograd's domain are those of patches", arguments: [1, 2, 9])
  func volumeConvolutions(depth: Int) {
    var results: [(output: [Float], gradient: [Float], tangent: [Float])] = []
    for algorithm in [ConvolutionAlgorithm.patches, .winograd] {
      var description = NetworkDescription()
      let image = description.input(depth: depth, height: 30, width: 34, channels: 20, isPadded: true)
      let first = description.volumeConvolution("first", of: [image], channels: 18)
      let second = description.volumeConvolution("second", of: [first, image], channels: 5)
      let output = description.output(description.head("head", of: second))
      let network = Network(
        description, capacity: 2, trains: true, hasTangents: true, pool: WorkerPool(workerCount: 2),
        algorithm: algorithm)
      _ = network.parameters.update(fromContentsOf: description.initialParameters(seed: 4, stream: "probe"))
      func normals(_ count: Int, _ name: String) -> [Float] {
        var random = RandomStream(seed: 8, name: name)
        return (0..<count).map { _ in Float(random.normal()) }
      }
      network.fill(image, with: normals(2 * image.pixels * 20, "image"), imageCount: 2)
      network.weightsChanged()
      network.forward(imageCount: 2)
      let values = network.scalars(output, network.values(output))
      let tangent = normals(network.parameters.count, "direction").withUnsafeBufferPointer {
        Array(network.tangent(along: $0)[0])
      }
      network.fillGradient(output, with: normals(values.count, "gradient"))
      network.backward()
      results.append((values, Array(network.parameterGradients), tangent))
    }
    #expect(relativeDistance(results[1].output, results[0].output) < 2e-5)
    #expect(relativeDistance(results[1].tangent, results[0].tangent) < 2e-5)
    #expect(relativeDistance(results[1].gradient, results[0].gradient) < 1e-4)
  }

  private static func plan(epochs: Int) -> TrainingPlan {
    var plan = SyntheticCase.plan(epochs: epochs, batch: 2, crop: 16)
    plan.architecture = UNetArchitecture(
      kind: .vnet, inputChannels: 1, base: 4, levels: 1, normalisation: .group(groups: 2), blockSlices: 4)
    return plan
  }

  @Test func aRunContinuesToTheSameBitsAndComesBackFromItsFile() throws {
    let plan = Self.plan(epochs: 2)
    try expectSameBitsAfterResume(plan, stopAfter: 1)
    let scan = SyntheticCase.make(shape: SIMD3(32, 32, 14))
    let model = try TrainingRun.start(plan, cases: [scan]) { _ in }.wait()
    let folder = try TemporaryFolder()
    try model.write(to: folder.file("weights.safetensors"))
    #expect(try TrainedModel.read(from: folder.file("weights.safetensors")) == model)
    let probability = try Predictor(model: model, threads: 2).probability(channels: scan.channels, brain: scan.brain)
    #expect(
      try Predictor(model: model, threads: 1).probability(channels: scan.channels, brain: scan.brain) == probability)
    // Every slice of the brain was looked at.
    var isPredicted = true
    scan.brain.forEachLinearIndex { isPredicted = isPredicted && probability.scalars[$0] > 0 }
    #expect(isPredicted)
    #expect(throws: PredictionError.blocks(architecture: "vnet-3d")) {
      try UncertaintyPredictor(models: [model], sampler: UncertaintySampler(.testTime), threads: 1).uncertainty(
        channels: scan.channels, brain: scan.brain)
    }
  }

  /// Chosen augmentations and weights of lesions reach blocks of slices, and a run with them repeats.
  @Test func blocksAreChangedAndTheirLesionsWeighed() throws {
    func weights(_ augmentations: [AugmentationName]?, _ weighting: InverseWeighting) throws -> [Float] {
      var plan = Self.plan(epochs: 3)
      (plan.augmentations, plan.weighting) = (augmentations, weighting)
      plan.selection = .last
      let scan = SyntheticCase.make(shape: SIMD3(32, 32, 14))
      return try TrainingRun.start(plan, cases: [scan]) { _ in }.wait().weights.scalars
    }
    let plain = try weights(nil, .none)
    #expect(try weights([.scale], .none) != plain)
    let weighed = try weights(nil, .lesions)
    #expect(try weighed != plain && weighed == weights(nil, .lesions) && weighed.allSatisfy(\.isFinite))
    #expect(throws: TrainingError.self) { try weights([.lesions], .none) }
  }

  @Test func learnsWhereTheLesionsAre() throws {
    var plan = Self.plan(epochs: 40)
    plan.crossEntropySteps = 40
    plan.optimizer = OptimizerSettings(learningRate: 3e-3)
    let cases = (1...3).map { SyntheticCase.make(name: "\($0)", shape: SIMD3(32, 32, 12), seed: UInt64($0)) }
    let model = try TrainingRun.start(plan, cases: Array(cases.dropLast())) { _ in }.wait()
    let probability = try Predictor(model: model, threads: 2).probability(
      channels: cases[2].channels, brain: cases[2].brain)
    let prediction = Mask(probability, atLeast: Float(model.metadata.binarisationThreshold))
    let expert = cases[2].target.expert
    #expect(Double(2 * prediction.intersection(expert).count) > 0.7 * Double(prediction.count + expert.count))
  }

  @Test("blocks hold every slice once, and none is kept of two")
  func blocks() {
    for depth in [1, 4, 6, 32] {
      for count in [1, 3, 4, 5, 17, 40] {
        let slices = 7..<7 + count
        for blocks in [
          SliceBlock.sideBySide(slices, depth: depth), SliceBlock.overlapping(slices, depth: depth),
        ] {
          #expect(blocks.flatMap { Array($0.kept) } == Array(slices))
          #expect(blocks.allSatisfy { $0.kept.clamped(to: $0.first..<$0.first + depth) == $0.kept })
        }
        // What is predicted has a quarter of a block around it, except at the scan's ends.
        for block in SliceBlock.overlapping(slices, depth: depth) {
          #expect(block.kept.lowerBound == slices.lowerBound || block.kept.lowerBound - block.first >= depth / 4)
          let after = block.first + depth - block.kept.upperBound
          #expect(block.kept.upperBound == slices.upperBound || after >= depth / 4)
        }
      }
    }
  }

  @Test(
    "what it has no place for is refused",
    arguments: [
      UNetArchitecture(kind: .vnet, dropout: Dropout(rate: 0.2)), UNetArchitecture(kind: .vnet, blockSlices: 24),
      UNetArchitecture(kind: .unet, blockSlices: 32),
    ])
  func refuses(architecture: UNetArchitecture) {
    #expect(throws: ModelError.self) { try architecture.validate() }
  }
}
