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
  private let steps: Int
  private static let consistencyWeight = 0.1

  init(for session: TrainingSession) {
    let network = session.network
    teacher = PerturbedTeacher(of: network, settings: session.plan.method.teaching, seed: session.plan.seed)
    trusted = SampleBatch(
      capacity: network.capacity, pixelsPerImage: network.pixelsPerImage, isWeighted: session.plan.weighting != .none)
    diceGradient = PixelPlane(count: network.capacity * network.pixelsPerImage)
    trustedLimit = session.plan.method.trustedBatchSize
    steps = session.rampSteps
  }

  func step(_ session: TrainingSession) -> Double? {
    let network = session.network
    let imageCount = session.batch.imageCount
    let trustedCount = min(trustedLimit ?? max(1, imageCount / 2), imageCount)
    let others = imageCount - trustedCount
    session.drawTrusted(trustedCount, into: network, firstImage: others, &trusted)
    if others > 0 { teacher.predict(network, imageCount: others, firstSample: session.batch.firstSample) }
    network.forward(imageCount: imageCount)

    let boundary = others * network.pixelsPerImage
    let supervised = supervisedLoss(session, from: boundary)
    let ramp = GaussianRamp.value(at: Double(session.state.step) / Double(max(1, steps)))
    let weight = Self.consistencyWeight * ramp
    let consistency = ConsistencyLoss.value(
      logits: .init(rebasing: network.logits[..<boundary]),
      probabilities: .init(teacher.probabilities.first(boundary)), entropies: .init(teacher.entropies.first(boundary)),
      entropyLimit: ConsistencyLoss.entropyLimit(ramp: ramp), scale: weight,
      gradient: .init(rebasing: network.logitGradients[..<boundary]), pool: session.pool)
    let value = supervised + weight * consistency
    guard session.isFinite(value) else { return nil }
    network.backward()
    guard session.update() else { return nil }
    teacher.follow(network, instructionSet: session.instructionSet)
    return value
  }

  /// (CE + Dice) / 2 of the trusted images, which are the last of the batch.
  private func supervisedLoss(_ session: TrainingSession, from boundary: Int) -> Double {
    let logits = UnsafeBufferPointer(rebasing: session.network.logits[boundary...])
    let gradient = UnsafeMutableBufferPointer(rebasing: session.network.logitGradients[boundary...])
    let second = diceGradient.first(logits.count)
    let entropy = session.evaluate(BinaryCrossEntropy(), trusted, logits, gradient)
    let dice = session.evaluate(SquaredDice(), trusted, logits, second)
    session.pool.forPixels(logits.count) { pixels in
      for i in pixels { gradient[i] = (gradient[i] + second[i]) / 2 }
    }
    return (entropy + dice) / 2
  }

  /// The teacher's uncertainty.
  func pixelMaps(_ session: TrainingSession) -> [PixelMapKind: [Float]] {
    let batch = session.batch
    teacher.predict(session.network, imageCount: batch.imageCount, firstSample: batch.firstSample)
    return [.uncertainty: Array(teacher.entropies.first(batch.pixelCount))]
  }

  var memory: MethodMemory {
    get { teacher.memory }
    set { teacher.memory = newValue }
  }
}
