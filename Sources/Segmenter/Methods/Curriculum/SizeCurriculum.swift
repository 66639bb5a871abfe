internal import Foundation
internal import VolumeModel

/// Curriculum learning by sizes (Kervadec et al., Curriculum semi-supervised segmentation, MICCAI 2019): trusted slices teach
/// what a lesion is, and teach a second network how many pixels of lesion an image holds, which is the easier question. Of
/// all other slices the annotation is not looked at; there the size of the prediction must lie near the one that the second
/// network expects.
///
///     L = CE over trusted slices + lambda ramp(t / t_max) mean over the others of C(S; 0.9 R, 1.1 R)
///     R = exp(r) - 1,   the second network makes (r - ln(1 + size))^2 small on trusted slices
final class SizeCurriculum: LearningMethod {
  private let regressor: SizeRegressor
  private var optimizer: any Optimizer
  private var trusted: SampleBatch
  private let trustedLimit: Int?
  /// lambda; the source's penalty is divided by the pixels of an image too, its own lambda is not known here.
  static let penaltyWeight = 0.01
  /// A band of 10 % on either side, as published.
  static let slack = 0.1
  /// ln(1 + size) beyond this is no slice.
  private static let largestLogSize = 14.0

  init(for context: any MethodContext) {
    let network = context.network
    regressor = SizeRegressor(
      network.architecture, width: network.width, height: network.height, capacity: network.capacity,
      pool: network.pool)
    regressor.drawWeights(seed: context.plan.seed, stream: "size regressor")
    optimizer = context.plan.optimizer.optimizer(parameterCount: regressor.parameters.count)
    trusted = SampleBatch(
      capacity: network.capacity, pixelsPerImage: network.pixelsPerImage, isWeighted: context.plan.weighting != .none)
    trustedLimit = context.plan.method.trustedBatchSize
  }

  /// Bytes of the second network and of the trusted targets.
  static func bytes(_ run: MethodSizes) -> Int {
    SizeRegressor.memoryBytes(
      run.plan.architecture, width: run.width, height: run.height, capacity: run.batchSize,
      workerCount: run.plan.threads)
      + 2 * run.batchSize * run.width * run.height * 4
  }

  func step(_ context: any StepContext) -> Double? {
    let network = context.network
    let imageCount = context.batch.imageCount
    let trustedCount = min(trustedLimit ?? max(1, imageCount / 2), imageCount)
    let others = imageCount - trustedCount
    context.drawTrusted(trustedCount, into: network, firstImage: others, &trusted)
    network.forward(imageCount: imageCount)
    let expected = expectedSizes(network, imageCount)

    let boundary = others * network.pixelsPerImage
    let supervised = context.evaluate(
      BinaryCrossEntropy(), trusted, UnsafeBufferPointer(rebasing: network.logits[boundary...]),
      UnsafeMutableBufferPointer(rebasing: network.logitGradients[boundary...]))
    let weight = Self.penaltyWeight * GaussianRamp.value(at: context.progress.rampFraction)
    let penalty = penalty(network, expected: expected[..<others], weight: weight)
    let value = supervised + weight * penalty
    guard context.isFinite(value) else { return nil }
    learnSizes(expected, firstTrusted: others)
    network.backward()
    guard context.norm(regressor.parameterGradients).isFinite, context.update() else { return nil }
    _ = context.update(regressor.parameters, along: regressor.parameterGradients, by: &optimizer)
    regressor.weightsChanged()
    return value
  }

  /// r of each image.
  private func expectedSizes(_ network: UNet, _ imageCount: Int) -> [Double] {
    for image in 0..<imageCount {
      _ = regressor.input(image: image).update(fromContentsOf: network.input(image: image))
    }
    return regressor.numbers(imageCount: imageCount)
  }

  /// The mean penalty of the first images.
  private func penalty(_ network: UNet, expected: ArraySlice<Double>, weight: Double) -> Double {
    guard !expected.isEmpty else { return 0 }
    let fraction = 1 / Double(expected.count)
    return fraction
      * expected.enumerated().reduce(0) { sum, item in
        let size = exp(min(max(item.element, 0), Self.largestLogSize)) - 1
        let pixels = item.offset * network.pixelsPerImage..<(item.offset + 1) * network.pixelsPerImage
        return sum
          + SizePenalty.value(
            logits: UnsafeBufferPointer(rebasing: network.logits[pixels]),
            band: (1 - Self.slack) * size...(1 + Self.slack) * size, scale: weight * fraction,
            gradient: UnsafeMutableBufferPointer(rebasing: network.logitGradients[pixels]), pool: network.pool)
      }
  }

  /// The gradient of the mean squared error of r on the trusted images, left in the second network.
  private func learnSizes(_ expected: [Double], firstTrusted: Int) {
    let count = expected.count - firstTrusted
    regressor.backward(
      expected.enumerated().map { image, r in
        guard image >= firstTrusted else { return 0 }
        let first = (image - firstTrusted) * trusted.pixelsPerImage
        let size = trusted.target[first..<first + trusted.pixelsPerImage].reduce(0) { $0 + Double($1) }
        return 2 * (r - log(1 + size)) / Double(count)
      })
  }

  var memory: MethodMemory {
    var memory = MethodMemory()
    memory[.sizeWeights] = Array(regressor.parameters)
    memory.store(optimizer, of: "size")
    return memory
  }

  /// The network of sizes had another shape in earlier versions.
  func lacks(_ memory: MethodMemory) -> [String] {
    guard memory.slab(.sizeWeights, count: regressor.parameters.count) == nil else { return [] }
    return [
      "the checkpoint holds no network of sizes as this version has it: sizes are learned anew from here, and slices without "
        + "a trusted annotation are held to them meanwhile; start a new run for a result from one piece"
    ]
  }

  func restore(_ memory: MethodMemory, in context: any EpochContext) {
    guard let weights = memory.slab(.sizeWeights, count: regressor.parameters.count) else { return }
    regressor.load(weights)
    memory.restore(&optimizer, of: "size")
  }
}

extension MemoryKey<[Float]> {
  fileprivate static let sizeWeights = Self("size")
}
