import Segmenter
import Testing

/// The few-shot GAN against PyTorch in double precision (`Scripts/fixtures/few_shot_oracle.py`).
@Suite struct FewShotTests {
  private let architecture = UNetArchitecture(kind: .fewShot, inputChannels: 1, base: 4, levels: 2)
  private let width = 12
  private let height = 16

  @Test("losses and gradients of both networks are PyTorch's", arguments: ConvolutionAlgorithm.allCases)
  func step(algorithm: ConvolutionAlgorithm) throws {
    let reference = try Reference("few-shot.safetensors")
    let pool = WorkerPool(workerCount: 2)
    let network = UNet(
      architecture, width: width, height: height, capacity: 3, trains: true, pool: pool, algorithm: algorithm)
    network.load(try UNetWeights(architecture: architecture, scalars: reference.slab("weights", network.layout)))
    let passes = try #require(AdversarialPasses(network))
    let generator = ImageGenerator(architecture, width: width, height: height, capacity: 2, pool: pool)
    _ = generator.parameters.update(fromContentsOf: try generator.layout.flatMap { try reference.scalars($0.name) })
    generator.weightsChanged()
    func put(_ name: String, _ images: Range<Int>) throws {
      let scalars = try reference.scalars(name)
      for image in images {
        let first = (image - images.lowerBound) * network.pixelsPerImage
        _ = network.input(image: image).update(fromContentsOf: scalars[first..<first + network.pixelsPerImage])
      }
    }
    // As in a step: others first, trusted images last.
    try put("unlabelled", 0..<2)
    try put("labelled", 2..<3)
    network.forward(imageCount: 3)
    passes.clearGradients()
    let boundary = 2 * network.pixelsPerImage
    let supervised = BinaryCrossEntropy().valueAndGradient(
      logits: Array(network.logits[boundary...]), target: try reference.scalars("target"), weights: [], imageCount: 1)
    for (index, value) in supervised.gradient.enumerated() { network.logitGradients[boundary + index] = value }
    let real = passes.loss(images: 0..<2, isReal: true)
    let features = passes.meanFeatures(images: 0..<2)
    network.backward()
    var gradients = Array(network.parameterGradients)

    generator.drawNoise(imageCount: 2, seed: 5, firstSample: 0)
    generator.makeImages(imageCount: 2, into: network)
    network.forward(imageCount: 2)
    passes.clearGradients()
    let madeUp = passes.loss(images: 0..<2, isReal: false)
    network.backward()
    for (index, value) in network.parameterGradients.enumerated() { gradients[index] += value }
    #expect(relativeDistance(gradients, try reference.slab("gradient", network.layout)) < 1e-4)

    network.forward(imageCount: 2)
    let matching = passes.match(features, imageCount: 2)
    network.backward()
    generator.backward(imageCount: 2, from: network)
    let expected = try generator.layout.flatMap {
      try reference.scalars("generator_gradient." + $0.name.dropFirst("generator.".count))
    }
    #expect(relativeDistance(Array(generator.parameterGradients), expected) < 1e-4)
    for (mine, name) in [(supervised.value, "supervised"), (real, "real"), (madeUp, "made_up"), (matching, "matching")]
    {
      #expect(abs(mine / Double(try reference.scalars(name)[0]) - 1) < 1e-4, "\(name)")
    }
  }

  @Test func theDiscriminatorIsForItsMethodAlone() {
    var plan = SyntheticCase.plan()
    plan.method.name = .fewShotGAN
    #expect(throws: TrainingError.self) { try plan.check() }
    plan.useDefaultsOfMethod()
    #expect(plan.architecture.kind == .fewShot && (try? plan.check()) != nil)
    plan.method.name = .plain
    #expect(throws: TrainingError.self) { try plan.check() }
  }
}
