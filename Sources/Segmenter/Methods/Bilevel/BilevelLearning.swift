/// Training by a bilevel method: each step weighs its batch by what it does to the loss of trusted slices.
final class BilevelLearning: LearningMethod {
  private let method: any Reweighting
  private var trusted: SampleBatch
  private let trustedCount: Int
  /// Steps that changed nothing, since no item of their batch would have helped.
  private var idleSteps = 0
  private let lossSentence: String?

  init(_ session: TrainingSession) {
    let (plan, network, pool) = (session.plan, session.network, session.pool)
    trustedCount = plan.method.trustedBatchSize ?? plan.batchSize
    // Pixels are weighed one by one, so the loss must be a sum over them.
    let pixelLoss = session.loss as? any PixelLoss
    lossSentence =
      pixelLoss == nil
      ? "\(plan.method.name.rawValue) weighs single pixels, and \(plan.loss.rawValue) is no mean over pixels: training "
        + "follows cross-entropy, validation loss stays \(plan.loss.rawValue)"
      : nil
    let passes = BilevelPasses(
      network: network,
      trustedNetwork: UNet(
        plan.architecture, width: network.width, height: network.height, capacity: trustedCount, trains: true,
        pool: pool),
      loss: pixelLoss ?? BinaryCrossEntropy(), pool: pool, instructionSet: session.instructionSet)
    trusted = SampleBatch(capacity: trustedCount, pixelsPerImage: network.pixelsPerImage, isWeighted: false)
    let settings = plan.method.bilevel
    switch plan.method.name {
    case .imageReweighting: method = GradientReweighting(passes, item: .image)
    case .pixelReweighting: method = GradientReweighting(passes, item: .pixel)
    case .metaWeightNet:
      let items = settings.item == .pixel ? network.pixelsPerImage : 1
      method = LearnedReweighting(
        passes, weightNetwork: LossWeightNetwork(capacity: network.capacity * items, seed: plan.seed, pool: pool),
        item: settings.item, looksAhead: settings.looksAhead)
    default:
      let weightNetwork = MetaMaskNetwork(
        width: network.width, height: network.height, capacity: network.capacity, seesLabel: settings.seesLabel,
        seed: plan.seed, pool: pool, instructionSet: session.instructionSet)
      method = LearnedReweighting(passes, weightNetwork: weightNetwork, looksAhead: settings.looksAhead)
    }
  }

  func step(_ session: TrainingSession) -> Double? {
    session.network.forward(imageCount: session.batch.imageCount)
    let outcome = withBatches(session) { target, trusted in
      method.differentiate(
        imageCount: session.batch.imageCount, target: target, trusted: trusted, rate: session.learningRate)
    }
    switch outcome {
    case .notFinite: return nil
    case .weighted(let loss): return loss.isFinite && session.update() ? loss : nil
    case .nothingHelps(let loss):
      idleSteps += 1
      return loss
    }
  }

  private func withBatches<Result>(
    _ session: TrainingSession, _ body: (UnsafeBufferPointer<Float>, TrustedBatch) -> Result
  ) -> Result {
    session.drawTrusted(trustedCount, into: method.passes.trustedNetwork, &trusted)
    method.passes.trustedNetwork.dropout = .drawn(seed: session.plan.seed, firstSample: trusted.firstSample)
    return session.batch.target.withUnsafeBufferPointer { target in
      trusted.target.withUnsafeBufferPointer { body(target, TrustedBatch(imageCount: trustedCount, target: $0)) }
    }
  }

  func endEpoch(_ session: TrainingSession) -> [String] {
    var sentences: [String] = []
    if session.state.epoch == 0, let lossSentence { sentences.append(lossSentence) }
    if idleSteps > 0 {
      sentences.append(
        "no step so far in \(idleSteps) of \(session.state.step) batches: nothing in them would have lowered the loss of "
          + "the trusted slices")
    }
    return sentences
  }

  func pixelMaps(_ session: TrainingSession) -> [PixelMapKind: [Float]] {
    let count = session.batch.imageCount
    let isFinite = withBatches(session) { method.weigh(imageCount: count, target: $0, trusted: $1) }
    return isFinite ? [.weight: Array(method.passes.weights)] : [:]
  }

  var memory: MethodMemory {
    get {
      MethodMemory(
        numbers: ["learning_steps": Int64(method.learningSteps), "idle_steps": Int64(idleSteps)], slabs: method.learnt)
    }
    set {
      method.learnt = newValue.slabs
      method.learningSteps = Int(newValue.numbers["learning_steps"] ?? 0)
      idleSteps = Int(newValue.numbers["idle_steps"] ?? 0)
    }
  }
}

extension BilevelSettings {
  /// Bytes of what a bilevel method has beside the plain run's network and its tangents.
  func bytes(_ plan: TrainingPlan, width: Int, height: Int, batchSize: Int) -> Int {
    let trustedCount = plan.method.trustedBatchSize ?? batchSize
    let pixels = width * height
    // The trusted images and their targets, the maps of the batch, what goes into the weighting network's backward pass.
    var bytes =
      UNet.memoryBytes(
        plan.architecture, width: width, height: height, capacity: trustedCount, trains: true,
        workerCount: plan.threads) + 4 * trustedCount * pixels + BilevelPasses.memoryBytes(pixels: batchSize * pixels)
    switch plan.method.name {
    case .corruptedPixelMining:
      bytes += MetaMaskNetwork.memoryBytes(
        width: width, height: height, capacity: batchSize, seesLabel: seesLabel, workerCount: plan.threads)
      bytes += 4 * batchSize * pixels
    case .metaWeightNet where item == .pixel:
      bytes += LossWeightNetwork.memoryBytes(capacity: batchSize * pixels) + 4 * batchSize * pixels
    default: break
    }
    return bytes
  }
}
