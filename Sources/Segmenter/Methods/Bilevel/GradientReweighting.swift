/// Learning to reweight examples (Ren et al., ICML 2018) and, with pixels as items, its spatially adaptive form (Mirikharaji
/// et al., MICCAI 2019): starting from weights of 0, an item weighs as much as it would lower the trusted loss.
///
///     image:  v_i = max(mean of J over image i, 0),   w_i = v_i / sum_k v_k,          loss = sum_i w_i L_i
///     pixel:  v_i = max(J_i, 0),   w_i = v_i / (mean of the v_k that are above 0),    loss = 1/n sum_i w_i L_i
///
/// From weights of 0 no step leads away from W, so J is taken at W, and the scale of the look-ahead cancels. Pixels are
/// scaled to a mean of 1 rather than a sum of 1, so that the step does not depend on the size of the images.
package final class GradientReweighting: Reweighting {
  package let passes: BilevelPasses
  private let item: WeightedItem
  private let imageWeights: UnsafeMutableBufferPointer<Float>

  package init(_ passes: BilevelPasses, item: WeightedItem) {
    self.passes = passes
    self.item = item
    imageWeights = .allocate(capacity: passes.network.capacity)
    imageWeights.initialize(repeating: 0)
  }

  deinit { imageWeights.deallocate() }

  package func differentiate(
    imageCount: Int, target: UnsafeBufferPointer<Float>, trusted: TrustedBatch, rate: Double
  ) -> ReweightedLoss {
    let mean = passes.takeLosses(imageCount: imageCount, target: target)
    passes.stay()
    guard mean.isFinite, passes.measureInfluence(trusted: trusted) != nil else { return .notFinite }
    guard chooseWeights() else { return .nothingHelps(mean) }
    return .weighted(passes.differentiateWeightedLoss())
  }

  package func weigh(imageCount: Int, target: UnsafeBufferPointer<Float>, trusted: TrustedBatch) -> Bool {
    _ = passes.takeLosses(imageCount: imageCount, target: target)
    passes.stay()
    guard passes.measureInfluence(trusted: trusted) != nil else { return false }
    _ = chooseWeights()
    return true
  }

  /// - Returns: whether any weight is above 0.
  private func chooseWeights() -> Bool {
    switch item {
    case .image:
      passes.takeImageMeans(of: passes.influences, into: imageWeights)
      var sum = 0.0
      for image in 0..<passes.imageCount { sum += Double(max(imageWeights[image], 0)) }
      // Times the number of images, which the mean over all pixels divides by.
      let scale = sum > 0 ? Float(Double(passes.imageCount) / sum) : 0
      for image in 0..<passes.imageCount { imageWeights[image] = max(imageWeights[image], 0) * scale }
      passes.spread(imageWeights: imageWeights)
      return sum > 0
    case .pixel:
      let (influences, weights) = (passes.influences, passes.weights)
      let sum = passes.sumOverPixels { Double(max(influences[$0], 0)) }
      let count = passes.sumOverPixels { influences[$0] > 0 ? 1 : 0 }
      let scale = sum > 0 ? Float(count / sum) : 0
      _ = passes.sumOverPixels { pixel in
        weights[pixel] = max(influences[pixel], 0) * scale
        return 0
      }
      return sum > 0
    }
  }

  // It learns nothing beside the network.
  package var learnt: [String: [Float]] {
    get { [:] }
    set {}
  }
  package var learningSteps: Int {
    get { 0 }
    set {}
  }
}
