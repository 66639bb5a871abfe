/// Pick-and-learn (Zhu, Shi and Wu, Pick-and-learn: automatic quality evaluation for noisy-labeled image segmentation,
/// MICCAI 2019): a second network looks at image and label and scores the sample, and the batch's losses are weighed by the
/// scores (``SampleQuality``). Both networks make the sum small together.
///
/// A sample's loss is the plan's loss of that sample alone: Dice, unless the plan says otherwise.
final class PickAndLearn: LearningMethod {
  private let judge: QualityNetwork
  private let quality = SampleQuality()
  private var optimizer: any Optimizer

  init(for context: any MethodContext) {
    judge = QualityNetwork(beside: context.network, seed: context.plan.seed)
    optimizer = context.plan.optimizer.optimizer(parameterCount: judge.parameterCount)
  }

  func step(_ context: any StepContext) -> Double? {
    let network = context.network
    let scores = scores(context)
    network.forward(imageCount: context.batch.imageCount)
    let losses = (0..<context.batch.imageCount).map { context.lossAndGradient(image: $0) }
    let (value, derivatives) = quality.lossAndDerivatives(scores: scores, losses: losses)
    guard context.isFinite(value) else { return nil }
    let pixels = network.pixelsPerImage
    let gradient = network.logitGradients
    for (image, weight) in quality.weights(scores: scores).enumerated() {
      let fraction = Float(weight)
      context.network.pool.forPixels(pixels) { for i in $0 { gradient[image * pixels + i] *= fraction } }
    }
    context.addCrossEntropyGradient()
    network.backward()
    judge.backward(derivatives)
    guard context.norm(judge.parameterGradients).isFinite, context.update() else { return nil }
    _ = context.update(
      judge.parameters, along: judge.parameterGradients, by: &optimizer)
    return value
  }

  /// The scores of the samples at hand.
  private func scores(_ context: any StepContext) -> [Double] {
    let network = context.network
    let (pixels, channels) = (network.pixelsPerImage, network.architecture.inputChannels)
    context.batch.target.withUnsafeBufferPointer { target in
      context.network.pool.run(context.batch.imageCount) { image, _ in
        let (from, to) = (network.input(image: image), judge.input(image: image))
        for pixel in 0..<pixels {
          for channel in 0..<channels { to[pixel * (channels + 1) + channel] = from[pixel * channels + channel] }
          to[pixel * (channels + 1) + channels] = target[image * pixels + pixel]
        }
      }
    }
    return judge.scores(imageCount: context.batch.imageCount)
  }

  /// The weight of a sample, as a fraction of what the best of all would have.
  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]] {
    let best = quality.exponent(score: .infinity)
    let weights = scores(context).flatMap { score in
      [Float](repeating: Float(quality.exponent(score: score) / best), count: context.network.pixelsPerImage)
    }
    return [.weight: weights]
  }

  var memory: MethodMemory {
    var memory = MethodMemory()
    memory[.qualityWeights] = Array(judge.parameters)
    memory.store(optimizer, of: "quality")
    return memory
  }

  func restore(_ memory: MethodMemory, in context: any EpochContext) {
    guard let weights = memory.slab(.qualityWeights, count: judge.parameterCount) else { return }
    judge.load(weights)
    memory.restore(&optimizer, of: "quality")
  }
}

extension MemoryKey<[Float]> {
  fileprivate static let qualityWeights = Self("quality")
}
