/// The encoder of a probabilistic U-Net (Kohl et al., A probabilistic U-Net for segmentation of ambiguous images, NeurIPS
/// 2018): an image, with or without its annotation beside it, to a Gaussian over latent numbers. The encoder half of a U-Net,
/// then a 1x1 convolution to means and logarithms of variances, averaged over all pixels.
///
/// The source averages before the 1x1 convolution, which is the same, and pools by means where this network pools by
/// maxima.
package final class LatentEncoder {
  /// Latent numbers of an image.
  package let latentCount: Int
  private let network: Network
  private let image: FeatureMap
  private let moments: FeatureMap

  /// - Parameters:
  ///   - name: before the names of its tensors: "prior", "posterior".
  ///   - inputChannels: the images', and one for the annotation where the encoder sees it.
  ///   - width, height: in pixels, multiples of the architecture's `sliceMultiple`.
  ///   - capacity: images of the largest batch.
  package init(
    _ name: String, _ architecture: UNetArchitecture, inputChannels: Int, latentCount: Int, width: Int, height: Int,
    capacity: Int, pool: WorkerPool
  ) {
    self.latentCount = latentCount
    let layers = Layers(
      name, architecture, inputChannels: inputChannels, latentCount: latentCount, width: width, height: height)
    (image, moments) = (layers.image, layers.moments)
    network = Network(layers.description, capacity: capacity, trains: true, pool: pool)
  }

  /// Bytes that such a network takes.
  static func memoryBytes(
    _ architecture: UNetArchitecture, inputChannels: Int, latentCount: Int, width: Int, height: Int, capacity: Int,
    workerCount: Int
  ) -> Int {
    Network.memoryBytes(
      Layers(
        "", architecture, inputChannels: inputChannels, latentCount: latentCount, width: width, height: height
      ).description, capacity: capacity, trains: true, workerCount: workerCount)
  }

  private struct Layers {
    var description = NetworkDescription()
    let image: FeatureMap
    let moments: FeatureMap

    init(
      _ name: String, _ architecture: UNetArchitecture, inputChannels: Int, latentCount: Int, width: Int, height: Int
    ) {
      image = description.input(height: height, width: width, channels: inputChannels)
      var current = image
      for level in 0...architecture.levels {
        let channels = architecture.channels(atLevel: level)
        current = description.convolution("\(name).\(level).conv1", of: [current], channels: channels)
        current = description.convolution("\(name).\(level).conv2", of: [current], channels: channels)
        if level < architecture.levels { current = description.maxPooling("\(name).\(level).pool", of: current) }
      }
      moments = description.output(description.dense("\(name).moments", of: current, channels: 2 * latentCount))
    }
  }

  /// All tensors in the order of the slab.
  package var blocks: [ParameterBlock] { network.description.parameters }
  /// The slab of weights. Call `weightsChanged()` after writing.
  package var parameters: UnsafeMutableBufferPointer<Float> { network.parameters }
  /// The slab of gradients.
  package var parameterGradients: UnsafeMutableBufferPointer<Float> { network.parameterGradients }
  /// Has the next pass read the weights anew.
  package func weightsChanged() { network.weightsChanged() }

  /// What the weights hold before training.
  package func drawWeights(seed: UInt64, stream: String) {
    _ = network.parameters.update(
      fromContentsOf: network.description.initialParameters(seed: seed, stream: stream))
    network.weightsChanged()
  }

  /// Where one image goes: [row][column][channel], the annotation last where there is one.
  package func input(image number: Int) -> UnsafeMutableBufferPointer<Float> { network.input(image, image: number) }

  /// The Gaussian of each of the first inputs.
  package func encode(imageCount: Int) -> [LatentGaussian] {
    network.forward(imageCount: imageCount)
    let values = network.values(moments)
    return (0..<imageCount).map { image in
      var sums = [Double](repeating: 0, count: 2 * latentCount)
      for pixel in image * moments.pixels..<(image + 1) * moments.pixels {
        for number in sums.indices { sums[number] += Double(values[pixel * moments.paddedChannels + number]) }
      }
      let means = sums.map { $0 / Double(moments.pixels) }
      return LatentGaussian(mean: Array(means[..<latentCount]), logVariance: Array(means[latentCount...]))
    }
  }

  /// The gradients of all weights, from the derivatives by the Gaussians of the same batch.
  package func backward(_ derivatives: [LatentGaussian]) {
    let gradients = network.gradients(moments)
    gradients.update(repeating: 0)
    for (image, derivative) in derivatives.enumerated() {
      let numbers = (derivative.mean + derivative.logVariance).map { Float($0 / Double(moments.pixels)) }
      for pixel in image * moments.pixels..<(image + 1) * moments.pixels {
        for (number, value) in numbers.enumerated() { gradients[pixel * moments.paddedChannels + number] = value }
      }
    }
    network.backward()
  }
}
