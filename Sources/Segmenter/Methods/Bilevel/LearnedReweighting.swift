/// Meta-Weight-Net (Shu et al., NeurIPS 2019) and Meta Corrupted Pixels Mining (Wang et al., MICCAI 2020): a small network
/// V weighs the losses, and learns to do so from what the step it led to did to the trusted loss.
///
///     R = V(L(W); Theta),   W' = W - a/n sum_i R_i grad L_i(W)
///     Theta <- Theta - b grad_Theta Lm(W'),   with   dLm/dTheta = -a/n sum_i J_i dR_i/dTheta
///     R+ = V(L(W); Theta),   the step on W follows the gradient of 1/n sum_i R+_i L_i(W)
///
/// Normalised, w_i = R_i / m with m the mean of R stands in the place of R_i: otherwise a larger R is a larger step, which
/// lowers the trusted loss whatever is weighed, and all weights rise to 1. With g_i = -a/n J_i
///
///     dLm/dR_j = (g_j - 1/n sum_i g_i w_i) / m
///
/// The losses that V is given count as constants. Theta learns by Adam with Meta-Weight-Net's rate and weight decay. The decay
/// is taken from Theta, not added to its gradient as there: the mean over pixels makes that gradient so small that half of
/// it and more would be decay.
package final class LearnedReweighting: Reweighting {
  package let passes: BilevelPasses
  package let weightNetwork: any WeightNetwork
  private let item: WeightedItem
  /// Whether g is taken at W', not at W, which saves a backward pass and is no longer exact.
  private let looksAhead: Bool
  private let normalises: Bool
  package private(set) var optimizer: Adam
  private let upstream: PixelPlane
  private let imageLosses: PixelPlane
  private let imageWeights: PixelPlane
  /// R of every item, as V gave it.
  private let raw: PixelPlane
  /// What R is divided by.
  private var meanWeight: Float = 1

  /// - Parameters:
  ///   - item: `.image` gives the network the mean loss of each image.
  ///   - normalises: whether weights are divided by their mean.
  ///   - learningRate: of Theta.
  package init(
    _ passes: BilevelPasses, weightNetwork: any WeightNetwork, item: WeightedItem = .pixel, looksAhead: Bool = true,
    normalises: Bool = false, learningRate: Double = BilevelSettings.usualWeightLearningRate
  ) {
    self.passes = passes
    self.weightNetwork = weightNetwork
    self.item = item
    self.looksAhead = looksAhead
    self.normalises = normalises
    optimizer = Adam(parameterCount: weightNetwork.parameters.count, learningRate: learningRate)
    optimizer.weightDecay = 1e-4
    optimizer.isDecayDecoupled = true
    let images = passes.network.capacity
    let items = item == .pixel ? images * passes.network.pixelsPerImage : images
    upstream = PixelPlane(count: items)
    raw = PixelPlane(count: items)
    imageLosses = PixelPlane(count: images)
    imageWeights = PixelPlane(count: images)
  }

  package func differentiate(
    imageCount: Int, target: UnsafeBufferPointer<Float>, trusted: TrustedBatch, rate: Double
  ) -> ReweightedLoss {
    guard passes.takeLosses(imageCount: imageCount, target: target).isFinite else { return .notFinite }
    let labels = UnsafeBufferPointer(rebasing: target[..<passes.pixelCount])
    chooseWeights(labels)
    if looksAhead {
      _ = passes.differentiateWeightedLoss()
      passes.lookAhead(rate: rate)
    } else {
      passes.stay()
    }
    guard passes.measureInfluence(trusted: trusted) != nil else { return .notFinite }
    let theta = weightNetwork.parameters
    differentiateWeights(labels, rate: rate)
    guard theta.gradients.allSatisfy(\.isFinite) else { return .notFinite }
    optimizer.step(
      theta.values, along: theta.gradients, scale: 1, pool: passes.pool, instructionSet: passes.instructionSet)
    chooseWeights(labels)
    return .weighted(passes.differentiateWeightedLoss())
  }

  package func weigh(imageCount: Int, target: UnsafeBufferPointer<Float>, trusted: TrustedBatch) -> Bool {
    let mean = passes.takeLosses(imageCount: imageCount, target: target)
    chooseWeights(UnsafeBufferPointer(rebasing: target[..<passes.pixelCount]))
    return mean.isFinite
  }

  private func chooseWeights(_ labels: UnsafeBufferPointer<Float>) {
    let raw = raw.first(itemCount)
    switch item {
    case .pixel:
      weightNetwork.weigh(passes.losses, labels: labels, into: raw)
      divideByMean(raw, into: passes.weights)
    case .image:
      passes.takeImageMeans(of: passes.losses, into: imageLosses.values)
      weightNetwork.weigh(images(imageLosses), labels: labels, into: raw)
      divideByMean(raw, into: imageWeights.values)
      passes.spread(imageWeights: imageWeights.values)
    }
  }

  private var itemCount: Int { item == .pixel ? passes.pixelCount : passes.imageCount }

  private func divideByMean(
    _ raw: UnsafeMutableBufferPointer<Float>, into weights: UnsafeMutableBufferPointer<Float>
  ) {
    let count = raw.count
    meanWeight = 1
    if normalises {
      let sum = passes.pool.sum(overPixels: count) { items in items.reduce(0) { $0 + Double(raw[$1]) } }
      meanWeight = max(Float(sum / Double(max(count, 1))), .leastNormalMagnitude)
    }
    let scale = 1 / meanWeight
    passes.pool.forPixels(count) { items in for item in items { weights[item] = scale * raw[item] } }
  }

  /// dLm/dTheta, through V.
  private func differentiateWeights(_ labels: UnsafeBufferPointer<Float>, rate: Double) {
    let count = itemCount
    let upstream = upstream.first(count)
    let scale = Float(-rate / Double(count))
    switch item {
    case .pixel:
      let influences = passes.influences
      passes.pool.forPixels(count) { pixels in
        for pixel in pixels { upstream[pixel] = scale * influences[pixel] }
      }
      throughMean(upstream, weights: UnsafeBufferPointer(passes.weights))
    case .image:
      passes.takeImageMeans(of: passes.influences, into: upstream)
      for image in 0..<count { upstream[image] *= scale }
      throughMean(upstream, weights: images(imageWeights))
    }
    weightNetwork.differentiate(
      item == .pixel ? passes.losses : images(imageLosses), labels: labels,
      weights: UnsafeBufferPointer(raw.first(count)), upstream: UnsafeBufferPointer(upstream))
  }

  /// Turns the derivatives by weights into those by what V gave.
  private func throughMean(_ upstream: UnsafeMutableBufferPointer<Float>, weights: UnsafeBufferPointer<Float>) {
    guard normalises else { return }
    let count = upstream.count
    let sum = passes.pool.sum(overPixels: count) { items in
      items.reduce(0) { $0 + Double(upstream[$1]) * Double(weights[$1]) }
    }
    let (mean, scale) = (Float(sum / Double(max(count, 1))), 1 / meanWeight)
    passes.pool.forPixels(count) { items in for item in items { upstream[item] = (upstream[item] - mean) * scale } }
  }

  private func images(_ plane: PixelPlane) -> UnsafeBufferPointer<Float> {
    UnsafeBufferPointer(plane.first(passes.imageCount))
  }

  package var memory: MethodMemory {
    var memory = MethodMemory()
    memory[.learningSteps] = optimizer.stepCount
    memory[.theta] = Array(weightNetwork.parameters.values)
    for moment in optimizer.moments { memory[.thetaMoment(moment.name)] = moment.scalars }
    return memory
  }

  package func restore(_ memory: MethodMemory) {
    let theta = weightNetwork.parameters
    optimizer.stepCount = memory[.learningSteps] ?? 0
    if let weights = memory.slab(.theta, count: theta.count) {
      _ = theta.values.update(fromContentsOf: weights)
    }
    for index in optimizer.moments.indices {
      guard let scalars = memory.slab(.thetaMoment(optimizer.moments[index].name), count: theta.count) else { continue }
      optimizer.moments[index].scalars = scalars
    }
  }
}

extension MemoryKey<Int> {
  fileprivate static let learningSteps = Self("learning_steps")
}

extension MemoryKey<[Float]> {
  fileprivate static let theta = Self("weights")
  fileprivate static func thetaMoment(_ name: String) -> Self { Self(name) }
}
