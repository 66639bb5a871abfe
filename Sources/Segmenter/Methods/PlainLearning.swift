/// The plain U-Net: the plan's loss of the annotations as they are.
final class PlainLearning: LearningMethod {
  func step(_ context: any StepContext) -> Double? {
    context.network.forward(imageCount: context.batch.imageCount)
    let value = context.lossAndGradient()
    guard context.isFinite(value) else { return nil }
    context.network.backward()
    return context.update() ? value : nil
  }
}
