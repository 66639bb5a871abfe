internal import VolumeModel

/// UA-MT (Yu et al., Uncertainty-aware self-ensembling model for semi-supervised 3D left atrium segmentation, MICCAI 2019).
/// Trusted slices are the supervised half of a batch; of the others the annotation is not looked at: there the student
/// follows the teacher where that is certain.
///
///     L = (CE + Dice) / 2 over trusted slices + 0.1 ramp(t / t_max) consistency over the others
///
/// The source asks the teacher once more for the prediction that is followed; here that is the mean of its passes.
final class UncertaintyAwareMeanTeacher: LearningMethod {
  private let teacher: PerturbedTeacher
  private var trusted: SampleBatch
  private let diceGradient: PixelPlane
  private let trustedLimit: Int?
  private static let consistencyWeight = 0.1

  init(for context: any MethodContext) {
    let network = context.network
    teacher = PerturbedTeacher(of: network, settings: context.plan.method.teaching, seed: context.plan.seed)
    trusted = SampleBatch(
      capacity: network.capacity, pixelsPerImage: network.pixelsPerImage, isWeighted: context.plan.weighting != .none)
    diceGradient = PixelPlane(count: network.capacity * network.pixelsPerImage)
    trustedLimit = context.plan.method.trustedBatchSize
  }

  private func trustedCount(ofImages count: Int) -> Int { min(trustedLimit ?? max(1, count / 2), count) }

  func step(_ context: any StepContext) -> Double? {
    let network = context.network
    let imageCount = context.batch.imageCount
    let trustedCount = trustedCount(ofImages: imageCount)
    let others = imageCount - trustedCount
    context.drawTrusted(trustedCount, into: network, firstImage: others, &trusted)
    if others > 0 { teacher.predict(network, imageCount: others, firstSample: context.batch.firstSample) }
    network.forward(imageCount: imageCount)

    let boundary = others * network.pixelsPerImage
    let supervised = supervisedLoss(context, from: boundary)
    let ramp = GaussianRamp.value(at: context.progress.rampFraction)
    let weight = Self.consistencyWeight * ramp
    let consistency = ConsistencyLoss.value(
      logits: .init(rebasing: network.logits[..<boundary]),
      probabilities: .init(teacher.probabilities.first(boundary)), entropies: .init(teacher.entropies.first(boundary)),
      entropyLimit: ConsistencyLoss.entropyLimit(ramp: ramp), scale: weight,
      gradient: .init(rebasing: network.logitGradients[..<boundary]), pool: context.network.pool)
    let value = supervised + weight * consistency
    guard context.isFinite(value) else { return nil }
    network.backward()
    guard context.update() else { return nil }
    teacher.follow(network, instructionSet: context.instructionSet)
    return value
  }

  /// (CE + Dice) / 2 of the trusted images, which are the last of the batch.
  private func supervisedLoss(_ context: any StepContext, from boundary: Int) -> Double {
    let logits = UnsafeBufferPointer(rebasing: context.network.logits[boundary...])
    let gradient = UnsafeMutableBufferPointer(rebasing: context.network.logitGradients[boundary...])
    let second = diceGradient.first(logits.count)
    let entropy = context.evaluate(BinaryCrossEntropy(), trusted, logits, gradient)
    let dice = context.evaluate(SquaredDice(), trusted, logits, second)
    context.network.pool.forPixels(logits.count) { pixels in
      for i in pixels { gradient[i] = (gradient[i] + second[i]) / 2 }
    }
    return (entropy + dice) / 2
  }

  /// Says once what is dropped, and when the teacher is asked.
  func endEpoch(_ context: any EpochContext) -> [String] {
    guard context.progress.epoch == 0 else { return [] }
    let size = context.plan.batchSize
    return [
      teacher.dropoutSentence,
      trustedCount(ofImages: size) < size
        ? "the teacher was asked from the first step on; what it says counts more from step to step (--ramp-epochs)"
        : "the teacher is never asked: all \(size) images of a batch are trusted ones; give a larger --batch, or a smaller "
          + "--trusted-batch",
    ]
  }

  /// The teacher's uncertainty.
  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]] {
    let batch = context.batch
    teacher.predict(context.network, imageCount: batch.imageCount, firstSample: batch.firstSample)
    return [.uncertainty: Array(teacher.entropies.first(batch.pixelCount))]
  }

  var memory: MethodMemory { teacher.memory }

  func restore(_ memory: MethodMemory, in context: any EpochContext) { teacher.restore(memory) }
}
