import Segmenter

/// A step of a bilevel method, the optimiser's included, on as many trusted images as others.
final class MethodStep {
  static let names = ["ren", "mirikharaji", "mw-net", "mcpm"]

  private let method: any Reweighting
  private var descent: StochasticGradientDescent
  private let batch: Int
  private let target: [Float]

  /// - Parameter network: with tangent passes, its images in place; the trusted images are the same.
  init(_ name: String, _ network: UNet, batch: Int, target: [Float], pool: WorkerPool, instructions: InstructionSet) {
    let trusted = UNet(
      network.architecture, width: network.width, height: network.height, capacity: batch, trains: true, pool: pool,
      instructionSet: instructions)
    for image in 0..<batch { _ = trusted.input(image: image).update(fromContentsOf: network.input(image: image)) }
    let passes = BilevelPasses(
      network: network, trustedNetwork: trusted, loss: BinaryCrossEntropy(), pool: pool, instructionSet: instructions)
    method =
      switch name {
      case "ren": GradientReweighting(passes, item: .image)
      case "mirikharaji": GradientReweighting(passes, item: .pixel)
      case "mw-net":
        LearnedReweighting(
          passes, weightNetwork: LossWeightNetwork(capacity: batch * network.pixelsPerImage, seed: 1, pool: pool))
      default:
        LearnedReweighting(
          passes,
          weightNetwork: MetaMaskNetwork(
            width: network.width, height: network.height, capacity: batch, seed: 1, pool: pool,
            instructionSet: instructions))
      }
    descent = StochasticGradientDescent(parameterCount: network.parameterCount, learningRate: 1e-3)
    self.batch = batch
    self.target = target
  }

  func run(pool: WorkerPool, instructions: InstructionSet) {
    let network = method.passes.network
    network.forward(imageCount: batch)
    target.withUnsafeBufferPointer {
      _ = method.differentiate(
        imageCount: batch, target: $0, trusted: TrustedBatch(imageCount: batch, target: $0), rate: 1e-3)
    }
    descent.step(
      network.parameters, along: network.parameterGradients, scale: 1, pool: pool, instructionSet: instructions)
    network.weightsChanged()
  }
}
