/// Networks that choose for each other what to learn from: the pixels with the smallest cross-entropy, by a fraction that falls
/// from all to `keptFraction` along a ramp.
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

  init(count: Int, for context: any MethodContext) {
    let pixels = context.network.capacity * context.network.pixelsPerImage
    networks = PeerNetworks(count: count, for: context)
    selections = (0..<count).map { _ in SmallLossSelection() }
    losses = (0..<count).map { _ in PixelPlane(count: pixels) }
    kept = (0..<count).map { _ in PixelPlane(count: pixels) }
    settings = context.plan.method.smallLoss
  }

  static func bytes(_ run: MethodSizes, count: Int) -> Int {
    PeerNetworks.bytes(run, count: count) + count * 2 * run.batchSize * run.width * run.height * 4
  }

  func step(_ context: any StepContext) -> Double? {
    networks.forward(context)
    choose(context, fraction: fraction(context))
    var learners: [Int] = []
    var sum = 0.0
    for (number, network) in networks.all.enumerated() {
      guard context.norm(network.logits).isFinite else { return nil }
      guard let loss = maskedLoss(number, context) else { continue }
      sum += loss
      learners.append(number)
    }
    let value = learners.isEmpty ? 0 : sum / Double(learners.count)
    guard value.isFinite else { return nil }
    for number in learners { networks.all[number].backward() }
    return networks.update(learners, context) ? value : nil
  }

  private func fraction(_ context: any StepContext) -> Double {
    SmallLossSelection.fraction(
      keptFraction: settings.keptFraction, ramp: GaussianRamp.value(at: context.progress.rampFraction))
  }

  /// Each network's losses, and the pixels it keeps.
  private func choose(_ context: any StepContext, fraction: Double) {
    let count = context.batch.pixelCount
    context.batch.target.withUnsafeBufferPointer { target in
      for (network, losses) in zip(networks.all, losses) {
        let logits = network.logits
        context.network.pool.forPixels(count) { pixels in
          for i in pixels {
            losses.values[i] = Float(
              BinaryCrossEntropy().cost(of: PixelPrediction(logit: Double(logits[i])), target: Double(target[i])).value)
          }
        }
      }
      context.network.pool.run(networks.all.count) { number, _ in
        let (kept, losses) = (kept[number].first(count), UnsafeBufferPointer(losses[number].first(count)))
        switch settings.pool {
        case .all: selections[number].mark(kept, smallest: fraction, of: losses) { _ in true }
        case .byLabel:
          selections[number].mark(kept, smallest: fraction, of: losses) { target[$0] > 0 }
          selections[number].mark(kept, smallest: fraction, of: losses) { target[$0] == 0 }
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
  private func maskedLoss(_ number: Int, _ context: any StepContext) -> Double? {
    let count = context.batch.pixelCount
    let left = context.network.pool.sum(overPixels: count) { pixels in
      Double(pixels.count { isKept($0, byOthersThan: number) })
    }
    guard left > 0 else { return nil }
    let network = networks.all[number]
    let (logits, gradient, losses) = (network.logits, network.logitGradients, losses[number].values)
    let fraction = 1 / left
    return context.batch.target.withUnsafeBufferPointer { target in
      fraction
        * context.network.pool.sum(overPixels: count) { pixels in
          var sum = 0.0
          for i in pixels {
            guard isKept(i, byOthersThan: number) else {
              gradient[i] = 0
              continue
            }
            sum += Double(losses[i])
            gradient[i] = Float(
              fraction * (PixelPrediction(logit: Double(logits[i])).probability - Double(target[i])))
          }
          return sum
        }
    }
  }

  var members: [[Float]] { networks.all.count > 2 ? networks.judgedWeights : [] }

  /// Which pixels the run's network is taught, at the fraction that is kept now.
  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]] {
    networks.forward(context)
    choose(context, fraction: fraction(context))
    return [.weight: (0..<context.batch.pixelCount).map { isKept($0, byOthersThan: 0) ? 1 : 0 }]
  }

  var memory: MethodMemory { networks.memory }

  func restore(_ memory: MethodMemory, in context: any EpochContext) { networks.restore(memory) }
}
