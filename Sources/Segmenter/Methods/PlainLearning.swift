/// The plain U-Net: the plan's loss of the annotations as they are.
final class PlainLearning: LearningMethod {
  func step(_ session: TrainingSession) -> Double? {
    session.network.forward(imageCount: session.batch.imageCount)
    let value = session.lossAndGradient()
    guard session.isFinite(value) else { return nil }
    session.network.backward()
    return session.update() ? value : nil
  }
}
