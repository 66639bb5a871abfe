internal import VolumeModel

/// The meta mask network of Meta Corrupted Pixels Mining (Wang et al., MICCAI 2020): it sees the map of losses, so that the
/// weight of a pixel depends on the losses around it.
///
///     h1 = relu(conv3x3(min(L, 10))),   h2 = relu(conv3x3(h1)),   R = sigmoid(conv1x1(h2))
///
/// with 8 channels; a window of 5 x 5 pixels sees a contour drawn wrongly as a band of high losses. The paper's layout is
/// not known here; this one is a choice. The last bias starts at 2, so that weights start near 0.88 and training near its
/// plain rate.
package final class MetaMaskNetwork: WeightNetwork {
  private let network: Network
  private let input: FeatureMap
  private let logits: FeatureMap
  private let pixelsPerImage: Int

  /// - Parameters:
  ///   - width, height: of an image in pixels.
  ///   - capacity: images of the largest batch.
  ///   - seesLabel: gives the network the label of each pixel beside its loss, with which it can tell a missing lesion
  ///     from a spurious one. A deviation from the method.
  package init(
    width: Int, height: Int, capacity: Int, seesLabel: Bool = false, seed: UInt64, pool: WorkerPool,
    instructionSet: InstructionSet
  ) {
    let layers = Layers(width: width, height: height, seesLabel: seesLabel)
    input = layers.input
    logits = layers.logits
    pixelsPerImage = width * height
    network = Network(
      layers.description, capacity: capacity, trains: true, pool: pool, instructionSet: instructionSet)
    draw(seed: seed)
  }

  /// Bytes that such a network takes.
  static func memoryBytes(width: Int, height: Int, capacity: Int, seesLabel: Bool, workerCount: Int) -> Int {
    Network.memoryBytes(
      Layers(width: width, height: height, seesLabel: seesLabel).description, capacity: capacity, trains: true,
      workerCount: workerCount)
  }

  private struct Layers {
    var description = NetworkDescription()
    let input: FeatureMap
    let logits: FeatureMap

    init(width: Int, height: Int, seesLabel: Bool) {
      input = description.input(height: height, width: width, channels: seesLabel ? 2 : 1)
      logits = description.output(description.metaMaskLayers("meta-mask", of: input))
    }
  }

  package var parameters: WeightNetworkParameters {
    WeightNetworkParameters(values: network.parameters, gradients: network.parameterGradients)
  }

  /// He et al.'s start, biases 0; the last layer small, so that all weights start alike.
  private func draw(seed: UInt64) {
    var random = RandomStream(seed: seed, name: "meta-mask-network")
    let layout = MetaMaskLayout(inputs: input.channels)
    let channels = Double(MetaMaskLayout.channels)
    let values = network.parameters
    func draw(_ range: Range<Int>, factor: Double, fanIn: Double) {
      for index in range { values[index] = Float(random.normal() * factor * (2 / fanIn).squareRoot()) }
    }
    draw(layout.first, factor: 1, fanIn: Double(9 * input.channels))
    draw(layout.second, factor: 1, fanIn: 9 * channels)
    draw(layout.last, factor: 0.1, fanIn: channels)
    values[layout.lastBias] = 2
  }

  package func weigh(
    _ losses: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>,
    into weights: UnsafeMutableBufferPointer<Float>
  ) {
    let count = losses.count
    guard count > 0 else { return }
    fillInput(losses, labels)
    network.weightsChanged()
    network.forward(imageCount: count / pixelsPerImage)
    let logits = network.values(logits)
    network.pool.forPixels(count) { pixels in for pixel in pixels { weights[pixel] = sigmoid(logits[pixel]) } }
  }

  package func differentiate(
    _ losses: UnsafeBufferPointer<Float>, labels: UnsafeBufferPointer<Float>, weights: UnsafeBufferPointer<Float>,
    upstream: UnsafeBufferPointer<Float>
  ) {
    let count = losses.count
    precondition(count == network.imageCount * pixelsPerImage, "losses that were not weighed")
    fillInput(losses, labels)
    let gradients = network.gradients(logits)
    network.pool.forPixels(count) { pixels in
      for pixel in pixels {
        let weight = weights[pixel]
        gradients[pixel] = upstream[pixel] * weight * (1 - weight)
      }
    }
    network.backward()
  }

  /// Losses, and labels beside them where the network looks at them.
  private func fillInput(_ losses: UnsafeBufferPointer<Float>, _ labels: UnsafeBufferPointer<Float>) {
    let channels = input.channels
    precondition(losses.count % pixelsPerImage == 0 && (channels == 1 || labels.count >= losses.count))
    for image in 0..<losses.count / pixelsPerImage {
      let (to, first) = (network.input(input, image: image), image * pixelsPerImage)
      network.pool.forPixels(pixelsPerImage) { pixels in
        for pixel in pixels {
          to[pixel * channels] = min(losses[first + pixel], WeightNetworkParameters.largestLoss)
          if channels > 1 { to[pixel * channels + 1] = labels[first + pixel] }
        }
      }
    }
  }
}
