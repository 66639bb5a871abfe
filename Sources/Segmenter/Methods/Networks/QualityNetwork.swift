/// The network that scores how well a label fits its image, one number a sample (pick-and-learn; Zhu, Shi and Wu, MICCAI
/// 2019): image and label side by side, up to three times a 3x3 convolution, ReLU and 2x2 pooling with 8, 16 and 32
/// channels, then a weighted mean over all that is left.
///
/// The source's network is VGG-like; this is what a processor has time for.
package final class QualityNetwork: AuxiliaryNetwork {
  private static let channels = [8, 16, 32]

  package let network: Network
  private let image: FeatureMap
  private let map: FeatureMap

  /// - Parameters:
  ///   - network: the U-Net whose batches are scored.
  ///   - seed: that the first weights are drawn from.
  package init(beside network: UNet, seed: UInt64) {
    let layers = Layers(network.architecture, width: network.width, height: network.height)
    image = layers.image
    map = layers.map
    self.network = Network(
      layers.description, capacity: network.capacity, trains: true, pool: network.pool,
      instructionSet: network.instructionSet)
    drawWeights(seed: seed, stream: "quality network")
  }

  static func bytes(
    _ architecture: UNetArchitecture, width: Int, height: Int, batchSize: Int, workerCount: Int
  ) -> Int {
    Network.memoryBytes(
      Layers(architecture, width: width, height: height).description, capacity: batchSize, trains: true,
      workerCount: workerCount)
  }

  package var parameterCount: Int { network.description.parameterCount }

  /// Where one image and its label go: [row][column][channel], the label last.
  package func input(image number: Int) -> UnsafeMutableBufferPointer<Float> { network.input(image, image: number) }

  /// The score of each of the first inputs.
  package func scores(imageCount: Int) -> [Double] {
    network.forward(imageCount: imageCount)
    let values = network.values(map)
    return (0..<imageCount).map { image in
      values[image * map.pixels..<(image + 1) * map.pixels].reduce(0) { $0 + Double($1) } / Double(map.pixels)
    }
  }

  /// The gradients of all weights from the derivatives with respect to the scores of the same batch.
  package func backward(_ derivatives: [Double]) {
    let gradients = network.gradients(map)
    for (image, derivative) in derivatives.enumerated() {
      gradients[image * map.pixels..<(image + 1) * map.pixels].update(repeating: Float(derivative / Double(map.pixels)))
    }
    network.backward()
  }

  private struct Layers {
    var description = NetworkDescription()
    let image: FeatureMap
    let map: FeatureMap

    init(_ architecture: UNetArchitecture, width: Int, height: Int) {
      image = description.input(height: height, width: width, channels: architecture.inputChannels + 1)
      var current = image
      // The U-Net's sides can be halved as often as it has levels.
      for (level, channels) in QualityNetwork.channels.prefix(architecture.levels).enumerated() {
        current = description.convolution("conv\(level)", of: [current], channels: channels)
        current = description.maxPooling("pool\(level)", of: current)
      }
      // It starts near a score of 0, which weighs all samples alike.
      map = description.output(description.head("head", of: current, start: .drawn(deviation: 0.01)))
    }
  }
}
