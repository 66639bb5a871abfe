/// How networks that draw samples learn (Kohl et al., NeurIPS 2018; Baumgartner et al., MICCAI 2019): the posterior sees an image with one reader's annotation,
/// latent numbers z are drawn from it, and what is made small is
///
///     L = 1/B sum over images [ 1/P ( sum over pixels CE(y, p(z)) + beta KL(Q || P) ) ],   z ~ Q
///
/// with P the pixels of an image: the negative evidence lower bound for beta = 1, a pixel. Of a hierarchy of latent numbers the
/// cross-entropy is the sum over the logits up to each level, and the divergence that over the levels.
final class EvidenceBound: LearningMethod {
  private let beta: Double

  init(for context: any MethodContext) { beta = context.plan.divergenceWeight ?? Self.usualDivergenceWeight }

  /// The bound itself. The source has 10 for four readers of lung nodules.
  static let usualDivergenceWeight = 1.0

  func step(_ context: any StepContext) -> Double? {
    let (network, batch) = (context.network, context.batch)
    batch.target.withUnsafeBufferPointer { network.showAnnotations(imageCount: batch.imageCount, $0) }
    network.forward(imageCount: batch.imageCount)
    let crossEntropy = ([(network.logits, network.logitGradients)] + network.sideOutputs).reduce(0.0) { sum, output in
      sum + context.evaluate(BinaryCrossEntropy(), batch, UnsafeBufferPointer(output.0), output.1)
    }
    let scale = beta / Double(batch.pixelCount)
    let value = crossEntropy + scale * network.latentDivergence(scale: scale)
    guard context.isFinite(value) else { return nil }
    network.backward()
    return context.update() ? value : nil
  }
}
