/// Training by a bilevel method: each step weighs its batch by what it does to the loss of trusted slices.
final class BilevelLearning: LearningMethod {
  private let method: any Reweighting
  private var trusted: SampleBatch
  private let trustedCount: Int
  /// Steps that changed nothing, since no item of their batch would have helped.
  private var idleSteps = 0
  private let lossSentence: String?

  /// - Parameter reweighting: how the weights of a batch are found.
  init(_ context: any MethodContext, _ reweighting: (BilevelPasses) -> any Reweighting) {
    let (plan, network) = (context.plan, context.network)
    trustedCount = plan.method.trustedBatchSize ?? plan.batchSize
    // Pixels are weighed one by one, so the loss must be a sum over them.
    let pixelLoss = context.loss as? any PixelLoss
    lossSentence =
      pixelLoss == nil
      ? "\(plan.method.name.rawValue) weighs single pixels, and \(plan.loss.rawValue) is no mean over pixels: training "
        + "follows cross-entropy, validation loss stays \(plan.loss.rawValue)"
      : nil
    trusted = SampleBatch(capacity: trustedCount, pixelsPerImage: network.pixelsPerImage, isWeighted: false)
    method = reweighting(
      BilevelPasses(
        network: network,
        trustedNetwork: UNet(
          plan.architecture, width: network.width, height: network.height, capacity: trustedCount, trains: true,
          pool: network.pool),
        loss: pixelLoss ?? BinaryCrossEntropy(), pool: network.pool, instructionSet: context.instructionSet))
  }

  /// Ren et al. and, with pixels as items, Mirikharaji et al.
  static func byGradient(_ context: any MethodContext, item: WeightedItem) -> BilevelLearning {
    BilevelLearning(context) { GradientReweighting($0, item: item) }
  }

  /// Meta-Weight-Net.
  static func byLoss(_ context: any MethodContext) -> BilevelLearning {
    let (settings, network) = (context.plan.method.bilevel, context.network)
    return BilevelLearning(context) { passes in
      let items = settings.item == .pixel ? network.pixelsPerImage : 1
      return LearnedReweighting(
        passes,
        weightNetwork: LossWeightNetwork(
          capacity: network.capacity * items, seed: context.plan.seed, pool: network.pool),
        item: settings.item, looksAhead: settings.looksAhead, normalises: settings.normalisesWeights ?? false,
        learningRate: settings.weightLearningRate ?? BilevelSettings.usualWeightLearningRate)
    }
  }

  /// Meta Corrupted Pixels Mining.
  static func byLossMap(_ context: any MethodContext) -> BilevelLearning {
    let (settings, network) = (context.plan.method.bilevel, context.network)
    return BilevelLearning(context) { passes in
      let weightNetwork = MetaMaskNetwork(
        width: network.width, height: network.height, capacity: network.capacity, seesLabel: settings.seesLabel,
        seed: context.plan.seed, pool: network.pool, instructionSet: context.instructionSet)
      return LearnedReweighting(
        passes, weightNetwork: weightNetwork, looksAhead: settings.looksAhead,
        normalises: settings.normalisesWeights ?? false,
        learningRate: settings.weightLearningRate ?? BilevelSettings.usualWeightLearningRate)
    }
  }

  func step(_ context: any StepContext) -> Double? {
    let count = context.batch.imageCount
    context.network.forward(imageCount: count)
    let rate = context.progress.learningRate
    let outcome = withBatches(context) { target, trusted in
      method.differentiate(imageCount: count, target: target, trusted: trusted, rate: rate)
    }
    switch outcome {
    case .notFinite: return nil
    case .weighted(let loss): return loss.isFinite && context.update() ? loss : nil
    case .nothingHelps(let loss):
      idleSteps += 1
      return loss
    }
  }

  private func withBatches<Result>(
    _ context: any StepContext, _ body: (UnsafeBufferPointer<Float>, TrustedBatch) -> Result
  ) -> Result {
    context.drawTrusted(trustedCount, into: method.passes.trustedNetwork, firstImage: 0, &trusted)
    method.passes.trustedNetwork.dropout = .drawn(seed: context.plan.seed, firstSample: trusted.firstSample)
    return context.batch.target.withUnsafeBufferPointer { target in
      trusted.target.withUnsafeBufferPointer { body(target, TrustedBatch(imageCount: trustedCount, target: $0)) }
    }
  }

  func endEpoch(_ context: any EpochContext) -> [String] {
    var sentences: [String] = []
    if context.progress.epoch == 0, let lossSentence { sentences.append(lossSentence) }
    if idleSteps > 0 {
      sentences.append(
        "no step so far in \(idleSteps) of \(context.progress.step) batches: nothing in them would have lowered the loss "
          + "of the trusted slices")
    }
    return sentences
  }

  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]] {
    let count = context.batch.imageCount
    let isFinite = withBatches(context) { method.weigh(imageCount: count, target: $0, trusted: $1) }
    return isFinite ? [.weight: Array(method.passes.weights)] : [:]
  }

  var memory: MethodMemory {
    var memory = method.memory
    memory[.idleSteps] = idleSteps
    return memory
  }

  func restore(_ memory: MethodMemory, in context: any EpochContext) {
    method.restore(memory)
    idleSteps = memory[.idleSteps] ?? 0
  }
}

extension MemoryKey<Int> {
  fileprivate static let idleSteps = Self("idle_steps")
}

extension BilevelLearning {
  /// Bytes of what a bilevel method has beside the plain run's network and its tangents.
  static func bytes(_ run: MethodSizes) -> Int {
    let (plan, settings) = (run.plan, run.plan.method.bilevel)
    let trustedCount = plan.method.trustedBatchSize ?? run.batchSize
    let pixels = run.width * run.height
    // The trusted images and their targets, the maps of the batch, what goes into the weighting network's backward pass.
    var bytes =
      UNet.memoryBytes(
        plan.architecture, width: run.width, height: run.height, capacity: trustedCount, trains: true,
        workerCount: plan.threads) + 4 * trustedCount * pixels
      + BilevelPasses.memoryBytes(pixels: run.batchSize * pixels)
    switch plan.method.name {
    case .corruptedPixelMining:
      bytes += MetaMaskNetwork.memoryBytes(
        width: run.width, height: run.height, capacity: run.batchSize, seesLabel: settings.seesLabel,
        workerCount: plan.threads)
      bytes += 8 * run.batchSize * pixels
    case .metaWeightNet where settings.item == .pixel:
      bytes += LossWeightNetwork.memoryBytes(capacity: run.batchSize * pixels) + 8 * run.batchSize * pixels
    default: break
    }
    return bytes
  }
}
