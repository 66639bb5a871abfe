/// Networks that choose for each other what to learn from: the pixels with the smallest cross-entropy, by a share that falls
/// from all to `keptShare` along a ramp.
///
/// Two networks are co-teaching (Han et al., NeurIPS 2018): each learns from the other's choice. Three are the tri-network
/// (Zhang et al., MICCAI 2020): each learns where both others agree that a pixel is worth it, and the mean of the three
/// predicts. A network to which nothing is left sits the step out.
final class SmallLossTeaching: LearningMethod {
  private let networks: PeerNetworks
  private let selections: [SmallLossSelection]
  private let losses: [PixelPlane]
  /// Of each network: 1 where it finds the label easy.
  private let kept: [PixelPlane]
  private let settings: SmallLossSettings
  private let steps: Int

  init(count: Int, for session: TrainingSession) {
    let pixels = session.network.capacity * session.network.pixelsPerImage
    networks = PeerNetworks(count: count, for: session)
    selections = (0..<count).map { _ in SmallLossSelection() }
    losses = (0..<count).map { _ in PixelPlane(count: pixels) }
    kept = (0..<count).map { _ in PixelPlane(count: pixels) }
    settings = session.plan.method.smallLoss
    steps = session.rampSteps
  }

  static func bytes(_ plan: TrainingPlan, count: Int, width: Int, height: Int, batchSize: Int) -> Int {
    PeerNetworks.bytes(plan, count: count, width: width, height: height, batchSize: batchSize)
      + count * 2 * batchSize * width * height * 4
  }

  func step(_ session: TrainingSession) -> Double? {
    networks.forward(session)
    choose(session, share: share(session))
    var learners: [Int] = []
    var sum = 0.0
    for (number, network) in networks.all.enumerated() {
      guard session.norm(network.logits).isFinite else { return nil }
      guard let loss = maskedLoss(number, session) else { continue }
      sum += loss
      learners.append(number)
    }
    let value = learners.isEmpty ? 0 : sum / Double(learners.count)
    guard value.isFinite else { return nil }
    for number in learners { networks.all[number].backward() }
    return networks.update(learners, session) ? value : nil
  }

  private func share(_ session: TrainingSession) -> Double {
    SmallLossSelection.share(
      keptShare: settings.keptShare, ramp: GaussianRamp.value(at: Double(session.state.step) / Double(max(1, steps))))
  }

  /// Each network's losses, and the pixels it keeps.
  private func choose(_ session: TrainingSession, share: Double) {
    let count = session.batch.pixelCount
    session.batch.target.withUnsafeBufferPointer { target in
      for (network, losses) in zip(networks.all, losses) {
        let logits = network.logits
        session.pool.forPixels(count) { pixels in
          for i in pixels {
            losses.values[i] = Float(
              BinaryCrossEntropy().cost(of: PixelPrediction(logit: Double(logits[i])), target: Double(target[i])).value)
          }
        }
      }
      session.pool.run(networks.all.count) { number, _ in
        let (kept, losses) = (kept[number].first(count), UnsafeBufferPointer(losses[number].first(count)))
        switch settings.pool {
        case .all: selections[number].mark(kept, smallest: share, of: losses) { _ in true }
        case .byLabel:
          selections[number].mark(kept, smallest: share, of: losses) { target[$0] > 0 }
          selections[number].mark(kept, smallest: share, of: losses) { target[$0] == 0 }
        }
      }
    }
  }

  /// Whether all the others keep a pixel.
  private func isKept(_ pixel: Int, byOthersThan number: Int) -> Bool {
    for other in kept.indices where other != number && kept[other].values[pixel] == 0 { return false }
    return true
  }

  /// The mean loss over what the others keep, with its gradient; nil when that is nothing.
  private func maskedLoss(_ number: Int, _ session: TrainingSession) -> Double? {
    let count = session.batch.pixelCount
    let left = session.pool.sum(overPixels: count) { pixels in
      Double(pixels.count { isKept($0, byOthersThan: number) })
    }
    guard left > 0 else { return nil }
    let network = networks.all[number]
    let (logits, gradient, losses) = (network.logits, network.logitGradients, losses[number].values)
    let share = 1 / left
    return session.batch.target.withUnsafeBufferPointer { target in
      share
        * session.pool.sum(overPixels: count) { pixels in
          var sum = 0.0
          for i in pixels {
            guard isKept(i, byOthersThan: number) else {
              gradient[i] = 0
              continue
            }
            sum += Double(losses[i])
            gradient[i] = Float(
              share * (PixelPrediction(logit: Double(logits[i])).probability - Double(target[i])))
          }
          return sum
        }
    }
  }

  var members: [[Float]] { networks.all.count > 2 ? networks.judgedWeights : [] }

  /// Which pixels the session's network is taught, at the share that is kept now.
  func pixelMaps(_ session: TrainingSession) -> [PixelMapKind: [Float]] {
    networks.forward(session)
    choose(session, share: share(session))
    return [.weight: (0..<session.batch.pixelCount).map { isKept($0, byOthersThan: 0) ? 1 : 0 }]
  }

  var memory: MethodMemory {
    get { networks.memory }
    set { networks.memory = newValue }
  }
}
