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

  init(_ scale: TrustMap.Scale, for context: any MethodContext) {
    let settings = context.plan.method.teaching
    teacher = PerturbedTeacher(of: context.network, settings: settings, seed: context.plan.seed)
    map = TrustMap(scale: scale, settings: settings, network: context.network)
    trust = PixelPlane(count: context.network.capacity * context.network.pixelsPerImage)
    steps = context.progress.rampSteps
  }

  func step(_ context: any StepContext) -> Double? {
    let network = context.network
    let count = context.batch.pixelCount
    let ramp = GaussianRamp.delayed(step: context.progress.step, of: steps, part: Self.undisturbedPart)
    if ramp > 0 {
      askTeacher(context, ramp: ramp)
    } else {
      trust.first(count).update(repeating: 1)
    }
    network.forward(imageCount: context.batch.imageCount)
    let value = context.batch.target.withUnsafeBufferPointer { labels in
      BlendLoss.value(
        logits: UnsafeBufferPointer(network.logits), labels: labels,
        pseudoLabels: UnsafeBufferPointer(teacher.probabilities.first(count)),
        trust: UnsafeBufferPointer(trust.first(count)), gradient: network.logitGradients, pool: context.network.pool)
    }
    guard context.isFinite(value) else { return nil }
    network.backward()
    guard context.update() else { return nil }
    teacher.follow(network, instructionSet: context.instructionSet)
    return value
  }

  private func askTeacher(_ context: any StepContext, ramp: Double) {
    let batch = context.batch
    teacher.predict(context.network, imageCount: batch.imageCount, firstSample: batch.firstSample)
    batch.target.withUnsafeBufferPointer { labels in
      map.write(
        imageCount: batch.imageCount, labels: labels, probabilities: teacher.probabilities.first(batch.pixelCount),
        entropies: teacher.entropies.first(batch.pixelCount), ramp: ramp, trust: trust.first(batch.pixelCount))
    }
  }

  /// The first step, counted from 1, in which the teacher is asked.
  private var firstAsked: Int { Int((Self.undisturbedPart * Double(steps)).rounded(.up)) + 1 }

  /// Says when the teacher is asked for the first time, ahead and in its epoch.
  func endEpoch(_ context: any EpochContext) -> [String] {
    let (epoch, done) = (context.progress.epoch, context.progress.step)
    let stepsOfEpoch = max(1, done / (epoch + 1))
    let epochOfFirst = (firstAsked - 1) / stepsOfEpoch
    var sentences: [String] = []
    if epoch == 0 {
      sentences.append(teacher.dropoutSentence)
      if epochOfFirst > 0 {
        sentences.append(
          "labels are believed as they are for now; the teacher is asked from epoch \(epochOfFirst + 1) on (--ramp-epochs)"
        )
      }
    }
    if epoch == epochOfFirst { sentences.append("the teacher was asked for the first time, in step \(firstAsked)") }
    return sentences
  }

  func endRun(_ context: any EpochContext) -> [String] {
    guard context.progress.step < firstAsked else { return [] }
    return [
      "the run ended before the teacher was asked: it learned from the labels alone; train for longer, or lower "
        + "--ramp-epochs"
    ]
  }

  /// The trust that the teacher would leave in each label, and the teacher's uncertainty.
  func pixelMaps(_ context: any StepContext) -> [PixelMapKind: [Float]] {
    askTeacher(context, ramp: 1)
    let count = context.batch.pixelCount
    return [.weight: Array(trust.first(count)), .uncertainty: Array(teacher.entropies.first(count))]
  }

  var memory: MethodMemory { teacher.memory }

  func restore(_ memory: MethodMemory, in context: any EpochContext) { teacher.restore(memory) }
}
