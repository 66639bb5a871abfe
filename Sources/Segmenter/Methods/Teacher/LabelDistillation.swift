/// PNT, INT and PINT (Shi and Wu, Distilling effective supervision for robust medical image segmentation with noisy labels,
/// MICCAI 2021): where a perturbed teacher is uncertain, the label counts less and the teacher's own prediction more.
///
/// In the first fifth of a run labels are believed as they are, and the teacher is not asked; over the next fifth the
/// distrust comes in.
final class LabelDistillation: LearningMethod {
  private let teacher: PerturbedTeacher
  private let map: TrustMap
  private let trust: PixelPlane
  private let steps: Int
  private static let undisturbedPart = 0.2

  init(_ scale: TrustMap.Scale, for session: TrainingSession) {
    let settings = session.plan.method.teaching
    teacher = PerturbedTeacher(of: session.network, settings: settings, seed: session.plan.seed)
    map = TrustMap(scale: scale, settings: settings, network: session.network)
    trust = PixelPlane(count: session.network.capacity * session.network.pixelsPerImage)
    steps = session.rampSteps
  }

  func step(_ session: TrainingSession) -> Double? {
    let network = session.network
    let count = session.batch.pixelCount
    let ramp = GaussianRamp.delayed(step: session.state.step, of: steps, part: Self.undisturbedPart)
    if ramp > 0 {
      askTeacher(session, ramp: ramp)
    } else {
      trust.first(count).update(repeating: 1)
    }
    network.forward(imageCount: session.batch.imageCount)
    let value = session.batch.target.withUnsafeBufferPointer { labels in
      BlendLoss.value(
        logits: UnsafeBufferPointer(network.logits), labels: labels,
        pseudoLabels: UnsafeBufferPointer(teacher.probabilities.first(count)),
        trust: UnsafeBufferPointer(trust.first(count)), gradient: network.logitGradients, pool: session.pool)
    }
    guard session.isFinite(value) else { return nil }
    network.backward()
    guard session.update() else { return nil }
    teacher.follow(network, instructionSet: session.instructionSet)
    return value
  }

  private func askTeacher(_ session: TrainingSession, ramp: Double) {
    let batch = session.batch
    teacher.predict(session.network, imageCount: batch.imageCount, firstSample: batch.firstSample)
    batch.target.withUnsafeBufferPointer { labels in
      map.write(
        imageCount: batch.imageCount, labels: labels, probabilities: teacher.probabilities.first(batch.pixelCount),
        entropies: teacher.entropies.first(batch.pixelCount), ramp: ramp, trust: trust.first(batch.pixelCount))
    }
  }

  /// The trust that the teacher would leave in each label, and the teacher's uncertainty.
  func pixelMaps(_ session: TrainingSession) -> [PixelMapKind: [Float]] {
    askTeacher(session, ramp: 1)
    let count = session.batch.pixelCount
    return [.weight: Array(trust.first(count)), .uncertainty: Array(teacher.entropies.first(count))]
  }

  var memory: MethodMemory {
    get { teacher.memory }
    set { teacher.memory = newValue }
  }
}
