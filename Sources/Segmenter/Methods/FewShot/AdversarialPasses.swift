/// The passes of a few-shot GAN over one discriminator (``FewShotDescription``): real images, made-up ones, and what the
/// generator learns from.
package struct AdversarialPasses {
  package let network: UNet
  private let features: FeatureMap
  private let realness: FeatureMap

  /// Nil for networks of other kinds.
  package init?(_ network: UNet) {
    guard let layers = network.layers.adversarial else { return nil }
    self.network = network
    (features, realness) = (layers.features, layers.realness)
  }

  /// How real the pixels of the last forward pass are.
  private var r: UnsafeMutableBufferPointer<Float> { network.network.values(realness) }

  /// Nothing of the outputs counts.
  package func clearGradients() {
    network.logitGradients.update(repeating: 0)
    network.network.gradients(realness).update(repeating: 0)
    network.network.gradients(features).update(repeating: 0)
  }

  /// The loss of some images of the last forward pass as real or made-up ones; its derivatives are left at the outputs.
  package func loss(images: Range<Int>, isReal: Bool) -> Double {
    let pixels = images.lowerBound * network.pixelsPerImage..<images.upperBound * network.pixelsPerImage
    return RealnessLoss.value(
      z: .init(rebasing: network.logits[pixels]), r: .init(rebasing: r[pixels]), isReal: isReal,
      zGradient: .init(rebasing: network.logitGradients[pixels]),
      rGradient: .init(rebasing: network.network.gradients(realness)[pixels]), pool: network.pool)
  }

  /// The mean of each feature over the pixels of some images.
  package func meanFeatures(images: Range<Int>) -> [Double] {
    let values = network.network.values(features)
    let count = features.pixels * images.count
    return (0..<features.channels).map { channel in
      var sum = 0.0
      for pixel in images.lowerBound * features.pixels..<images.upperBound * features.pixels {
        sum += Double(values[pixel * features.paddedChannels + channel])
      }
      return sum / Double(count)
    }
  }

  /// What the generator makes small, |mean features of real images - those of the made-up ones|^2 (feature matching); its
  /// derivatives are left at the features of the first images, where the made-up ones are.
  package func match(_ real: [Double], imageCount: Int) -> Double {
    clearGradients()
    let made = meanFeatures(images: 0..<imageCount)
    let (values, gradients) = (network.network.values(features), network.network.gradients(features))
    let count = features.pixels * imageCount
    for channel in 0..<features.channels {
      let derivative = Float(2 * (made[channel] - real[channel]) / Double(count))
      for pixel in 0..<count {
        let place = pixel * features.paddedChannels + channel
        // What the ReLU holds at 0 has no gradient.
        if values[place] > 0 { gradients[place] = derivative }
      }
    }
    return zip(made, real).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
}

extension UNet {
  /// The gradient by the inputs of the last backward pass, of a network that has one: [row][column][channel].
  var inputGradients: UnsafeMutableBufferPointer<Float> { network.gradients(layers.image) }
}
