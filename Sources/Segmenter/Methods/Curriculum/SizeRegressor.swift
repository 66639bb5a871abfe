/// The network that expects a size of an image: the way down of a U-Net, then a 1x1 convolution to one number, averaged over
/// all pixels.
final class SizeRegressor: AuxiliaryNetwork {
  let network: Network
  private let image: FeatureMap
  private let size: FeatureMap

  /// - Parameters:
  ///   - width, height: in pixels, multiples of the architecture's `sliceMultiple`.
  ///   - capacity: images of the largest batch.
  init(_ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, pool: WorkerPool) {
    let layers = Layers(architecture, width: width, height: height)
    (image, size) = (layers.image, layers.size)
    network = Network(layers.description, capacity: capacity, trains: true, pool: pool)
  }

  /// Bytes that such a network takes.
  static func memoryBytes(
    _ architecture: UNetArchitecture, width: Int, height: Int, capacity: Int, workerCount: Int
  ) -> Int {
    Network.memoryBytes(
      Layers(architecture, width: width, height: height).description, capacity: capacity, trains: true,
      workerCount: workerCount)
  }

  private struct Layers {
    var description = NetworkDescription()
    let image: FeatureMap
    let size: FeatureMap

    init(_ architecture: UNetArchitecture, width: Int, height: Int) {
      image = description.input(height: height, width: width, channels: architecture.inputChannels)
      let features = description.encoder("size", architecture, of: image)
      description.runsByImage = false
      size = description.output(
        description.spatialMean("size.mean", of: description.dense("size.number", of: features, channels: 1)))
    }
  }

  /// Where one image goes: [row][column][channel].
  func input(image number: Int) -> UnsafeMutableBufferPointer<Float> { network.input(image, image: number) }

  /// The number of each of the first inputs.
  func numbers(imageCount: Int) -> [Double] {
    network.forward(imageCount: imageCount)
    let values = network.values(size)
    return (0..<imageCount).map { Double(values[$0 * size.floatsPerImage]) }
  }

  /// The gradients of all weights, from the derivatives by the numbers of the same batch.
  func backward(_ derivatives: [Double]) {
    let gradients = network.gradients(size)
    gradients.update(repeating: 0)
    for (image, derivative) in derivatives.enumerated() { gradients[image * size.floatsPerImage] = Float(derivative) }
    network.backward()
  }
}
