/// Pick-and-learn (Zhu, Shi and Wu, Pick-and-learn: automatic quality evaluation for noisy-labeled image segmentation,
/// MICCAI 2019): a second network looks at image and label and scores the sample, and the batch's losses are weighed by the
/// scores (``SampleQuality``). Both networks make the sum small together.
///
/// A sample's loss is the plan's loss of that sample alone: Dice, unless the plan says otherwise.
final class PickAndLearn: LearningMethod {
  private let judge: QualityNetwork
  private let quality = SampleQuality()
  private var optimizer: any Optimizer

  init(for session: TrainingSession) {
    judge = QualityNetwork(beside: session.network, seed: session.plan.seed)
    optimizer = session.plan.optimizer.optimizer(parameterCount: judge.parameterCount)
  }

  func step(_ session: TrainingSession) -> Double? {
    let network = session.network
    let scores = scores(session)
    network.forward(imageCount: session.batch.imageCount)
    let losses = (0..<session.batch.imageCount).map { session.lossAndGradient(image: $0) }
    let (value, slopes) = quality.lossAndSlopes(scores: scores, losses: losses)
    guard session.isFinite(value) else { return nil }
    let pixels = network.pixelsPerImage
    let gradient = network.logitGradients
    for (image, weight) in quality.weights(scores: scores).enumerated() {
      let share = Float(weight)
      session.pool.forPixels(pixels) { for i in $0 { gradient[image * pixels + i] *= share } }
    }
    session.addWarmUpGradient()
    network.backward()
    judge.backward(slopes)
    guard session.norm(judge.parameterGradients).isFinite, session.update() else { return nil }
    _ = session.update(
      judge.parameters, along: judge.parameterGradients, by: &optimizer, learningRate: session.learningRate)
    return value
  }

  /// The scores of the samples at hand.
  private func scores(_ session: TrainingSession) -> [Double] {
    let network = session.network
    let (pixels, channels) = (network.pixelsPerImage, network.architecture.inputChannels)
    session.batch.target.withUnsafeBufferPointer { target in
      session.pool.run(session.batch.imageCount) { image, _ in
        let (from, to) = (network.input(image: image), judge.input(image: image))
        for pixel in 0..<pixels {
          for channel in 0..<channels { to[pixel * (channels + 1) + channel] = from[pixel * channels + channel] }
          to[pixel * (channels + 1) + channels] = target[image * pixels + pixel]
        }
      }
    }
    return judge.scores(imageCount: session.batch.imageCount)
  }

  /// The weight of a sample, as a share of what the best of all would have.
  func pixelMaps(_ session: TrainingSession) -> [PixelMapKind: [Float]] {
    let best = quality.exponent(score: .infinity)
    let weights = scores(session).flatMap { score in
      [Float](repeating: Float(quality.exponent(score: score) / best), count: session.network.pixelsPerImage)
    }
    return [.weight: weights]
  }

  var memory: MethodMemory {
    get {
      var memory = MethodMemory(slabs: ["quality": Array(judge.parameters)])
      memory.store(optimizer, of: "quality")
      return memory
    }
    set {
      guard let weights = newValue.slabs["quality"], weights.count == judge.parameterCount else { return }
      _ = judge.parameters.update(fromContentsOf: weights)
      newValue.restore(&optimizer, of: "quality")
    }
  }
}
