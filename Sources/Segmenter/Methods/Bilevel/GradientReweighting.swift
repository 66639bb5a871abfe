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
  private let imageWeights: PixelPlane

  package init(_ passes: BilevelPasses, item: WeightedItem) {
    self.passes = passes
    self.item = item
    imageWeights = PixelPlane(count: passes.network.capacity)
  }

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
      let imageWeights = imageWeights.values
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
      let pixelCount = passes.pixelCount
      let sum = passes.pool.sum(overPixels: pixelCount) { pixels in
        pixels.reduce(0) { $0 + Double(max(influences[$1], 0)) }
      }
      let count = passes.pool.sum(overPixels: pixelCount) { pixels in
        pixels.reduce(0) { influences[$1] > 0 ? $0 + 1 : $0 }
      }
      let scale = sum > 0 ? Float(count / sum) : 0
      passes.pool.forPixels(pixelCount) { pixels in
        for pixel in pixels { weights[pixel] = max(influences[pixel], 0) * scale }
      }
      return sum > 0
    }
  }

  // It learns nothing beside the network.
  package var memory: MethodMemory { MethodMemory() }
  package func restore(_ memory: MethodMemory) {}
}
