/// How networks with side outputs learn (Qin et al., U^2-Net, Pattern Recognition 2020): the plan's loss of the logits and of
/// each side output, all against the same target. The source takes their sum, here it is the mean, so that the loss can be
/// compared with that of other networks.
final class DeepSupervision: LearningMethod {
  func step(_ context: any StepContext) -> Double? {
    let (network, batch) = (context.network, context.batch)
    network.forward(imageCount: batch.imageCount)
    let fraction = 1 / Double(1 + network.sideOutputs.count)
    var value = fraction * context.lossAndGradient()
    scale(network.logitGradients, by: fraction, in: network)
    for side in network.sideOutputs {
      value += fraction * context.evaluate(context.loss, batch, UnsafeBufferPointer(side.logits), side.gradients)
      scale(side.gradients, by: fraction, in: network)
    }
    guard context.isFinite(value) else { return nil }
    network.backward()
    return context.update() ? value : nil
  }

  private func scale(_ gradient: UnsafeMutableBufferPointer<Float>, by fraction: Double, in network: UNet) {
    network.pool.forPixels(gradient.count) { for i in $0 { gradient[i] *= Float(fraction) } }
  }
}

extension UNet {
  /// The logits of each side output of the last forward pass, and where the loss writes their gradient.
  package var sideOutputs: [(logits: UnsafeMutableBufferPointer<Float>, gradients: UnsafeMutableBufferPointer<Float>)] {
    layers.sideLogits.map { (network.values($0), network.gradients($0)) }
  }
}
