internal import VolumeModel

/// Few-shot GAN (Mondal, Dolz and Desrosiers, 2018). Trusted slices teach what a lesion is; of all others the annotation is not
/// looked at, and the network learns to tell them from images that a second network makes up:
///
///     L = CE over trusted slices + mean over the others of softplus(-ln Z) + mean over made-up images of softplus(ln Z)
///
/// The generator makes the mean features of its images like those of the others (feature matching), by an optimiser of its own.
final class FewShotGAN: LearningMethod {
  private let passes: AdversarialPasses
  private let generator: ImageGenerator
  private var optimizer: any Optimizer
  private var trusted: SampleBatch
  private let trustedLimit: Int?
  private let realGradients: PixelPlane

  init?(for context: any MethodContext) {
    let (plan, network) = (context.plan, context.network)
    guard let passes = AdversarialPasses(network) else { return nil }
    self.passes = passes
    generator = ImageGenerator(
      network.architecture, width: network.width, height: network.height, capacity: network.capacity, pool: network.pool
    )
    generator.drawWeights(seed: plan.seed, stream: "generator")
    optimizer = plan.optimizer.optimizer(parameterCount: generator.parameters.count)
    trusted = SampleBatch(
      capacity: network.capacity, pixelsPerImage: network.pixelsPerImage, isWeighted: plan.weighting != .none)
    trustedLimit = plan.method.trustedBatchSize
    realGradients = PixelPlane(count: network.parameterCount)
  }

  /// Bytes of the generator, of trusted targets and of a copy of the gradients.
  static func bytes(_ run: MethodSizes) -> Int {
    ImageGenerator.memoryBytes(
      run.plan.architecture, width: run.width, height: run.height, capacity: run.batchSize,
      workerCount: run.plan.threads)
      + 2 * run.batchSize * run.width * run.height * 4 + run.plan.architecture.parameterCount * 4
  }

  func step(_ context: any StepContext) -> Double? {
    let network = context.network
    let imageCount = context.batch.imageCount
    let trustedCount = min(trustedLimit ?? max(1, imageCount / 2), imageCount)
    let others = imageCount - trustedCount
    context.drawTrusted(trustedCount, into: network, firstImage: others, &trusted)
    network.forward(imageCount: imageCount)
    passes.clearGradients()
    let boundary = others * network.pixelsPerImage
    var value = context.evaluate(
      BinaryCrossEntropy(), trusted, UnsafeBufferPointer(rebasing: network.logits[boundary...]),
      UnsafeMutableBufferPointer(rebasing: network.logitGradients[boundary...]))
    // A batch of trusted slices alone has no images to tell from made-up ones.
    guard others > 0 else { return finish(value, context) }
    value += passes.loss(images: 0..<others, isReal: true)
    let features = passes.meanFeatures(images: 0..<others)
    guard context.isFinite(value) else { return nil }
    network.backward()
    _ = realGradients.values.update(fromContentsOf: network.parameterGradients)

    generator.drawNoise(imageCount: others, seed: context.plan.seed, firstSample: context.batch.firstSample)
    generator.makeImages(imageCount: others, into: network)
    network.forward(imageCount: others)
    passes.clearGradients()
    value += passes.loss(images: 0..<others, isReal: false)
    guard context.isFinite(value) else { return nil }
    network.backward()
    let (gradients, real) = (network.parameterGradients, realGradients.values)
    for index in gradients.indices { gradients[index] += real[index] }
    guard context.update() else { return nil }
    teachGenerator(context, features, imageCount: others)
    return value
  }

  private func finish(_ value: Double, _ context: any StepContext) -> Double? {
    guard context.isFinite(value) else { return nil }
    context.network.backward()
    return context.update() ? value : nil
  }

  /// One step of the generator, by the discriminator as it is now.
  private func teachGenerator(_ context: any StepContext, _ features: [Double], imageCount: Int) {
    let network = context.network
    network.forward(imageCount: imageCount)
    guard passes.match(features, imageCount: imageCount).isFinite else { return }
    network.backward()
    generator.backward(imageCount: imageCount, from: network)
    _ = context.update(generator.parameters, along: generator.parameterGradients, by: &optimizer)
    generator.weightsChanged()
  }

  var memory: MethodMemory {
    var memory = MethodMemory()
    memory[.generator] = Array(generator.parameters)
    memory.store(optimizer, of: "generator")
    return memory
  }

  func restore(_ memory: MethodMemory, in context: any EpochContext) {
    guard let weights = memory.slab(.generator, count: generator.parameters.count) else { return }
    generator.load(weights)
    memory.restore(&optimizer, of: "generator")
  }
}

extension MemoryKey<[Float]> {
  fileprivate static let generator = Self("generator")
}
