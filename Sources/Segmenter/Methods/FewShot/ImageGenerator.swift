internal import VolumeModel

/// The network that makes images up from noise: noise at the coarsest resolution, transposed convolutions and 3x3 convolutions
/// with ReLU up to the images' own, a 1x1 convolution to their channels. Its shape is that of a U-Net's way up, without skips.
package final class ImageGenerator: AuxiliaryNetwork {
  package let network: Network
  private let noise: FeatureMap
  private let image: FeatureMap
  private static let noiseChannels = 16

  package init(_ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, pool: WorkerPool) {
    let layers = Layers(architecture, width: width, height: height)
    (noise, image) = (layers.noise, layers.image)
    network = Network(layers.description, capacity: capacity, trains: true, pool: pool)
  }

  static func memoryBytes(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, workerCount: Int
  ) -> Int {
    Network.memoryBytes(
      Layers(architecture, width: width, height: height).description, capacity: capacity, trains: true,
      workerCount: workerCount)
  }

  private struct Layers {
    var description = NetworkDescription()
    let noise: FeatureMap
    let image: FeatureMap

    init(_ architecture: UNetArchitecture, width: Int, height: Int) {
      let levels = architecture.levels
      noise = description.input(
        height: height >> levels, width: width >> levels, channels: ImageGenerator.noiseChannels, isPadded: true)
      var current = noise
      for level in (0..<levels).reversed() {
        description.runsByImage = UNetDescription.isShallow(architecture, level)
        let channels = architecture.channels(atLevel: level)
        let up = description.transposedConvolution("generator.up.\(level)", of: current, channels: channels)
        current = description.convolution("generator.conv.\(level)", of: [up], channels: channels)
      }
      image = description.output(
        description.dense("generator.image", of: current, channels: architecture.inputChannels))
    }
  }

  /// Where each tensor lies.
  package var layout: [ParameterBlock] { network.description.parameters }

  /// Draws the noise of images; a function of seed and the number of the first alone.
  package func drawNoise(imageCount: Int, seed: UInt64, firstSample: UInt64) {
    for number in 0..<imageCount {
      var random = RandomStream(seed: seed, name: "made-up images", index: firstSample &+ UInt64(number))
      let place = network.input(noise, image: number)
      for index in place.indices where index % noise.paddedChannels < noise.channels {
        place[index] = Float(random.normal())
      }
    }
  }

  /// Makes images from the noise at hand and puts them into the first inputs of another network.
  package func makeImages(imageCount: Int, into other: UNet) {
    network.forward(imageCount: imageCount)
    let values = network.values(image)
    for number in 0..<imageCount {
      let place = other.input(image: number)
      for index in place.indices {
        let (pixel, channel) = index.quotientAndRemainder(dividingBy: image.channels)
        place[index] = values[(number * image.pixels + pixel) * image.paddedChannels + channel]
      }
    }
  }

  /// The gradients of all weights, from those of the images in the other network's inputs.
  package func backward(imageCount: Int, from other: UNet) {
    let (gradients, source) = (network.gradients(image), other.inputGradients)
    gradients.update(repeating: 0)
    for index in 0..<imageCount * image.pixels * image.channels {
      let (pixel, channel) = index.quotientAndRemainder(dividingBy: image.channels)
      gradients[pixel * image.paddedChannels + channel] = source[index]
    }
    network.backward()
  }
}
