import Segmenter

/// One 3x3 convolution with ReLU as a network by itself, forward and backward.
///
/// All arrays are [image][row][column][channel] without padding.
final class ConvolutionTrial {
  struct Result {
    var output: [Float]
    var weightGradient: [Float]
    var biasGradient: [Float]
    /// One a source.
    var sourceGradients: [[Float]]
  }

  private let network: Network
  private let sources: [FeatureMap]
  private let output: FeatureMap
  private let imageCount: Int

  /// - Parameter capacity: images that memory is planned for, where they are more than there are.
  init(
    sourceChannels: [Int], outputChannels: Int, width: Int, height: Int, imageCount: Int, capacity: Int? = nil,
    pool: WorkerPool, algorithm: ConvolutionAlgorithm, instructionSet: InstructionSet
  ) {
    var description = NetworkDescription()
    sources = sourceChannels.map {
      description.input(height: height, width: width, channels: $0, isPadded: true, needsGradient: true)
    }
    output = description.output(description.convolution("conv", of: sources, channels: outputChannels))
    network = Network(
      description, capacity: capacity ?? imageCount, trains: true, pool: pool, algorithm: algorithm,
      instructionSet: instructionSet)
    self.imageCount = imageCount
  }

  /// - Parameter outputGradient: with respect to the output; pixels that the ReLU holds at zero are left out here.
  func run(sources: [[Float]], weights: [Float], biases: [Float], outputGradient: [Float]) -> Result {
    for (map, scalars) in zip(self.sources, sources) { network.fill(map, with: scalars, imageCount: imageCount) }
    _ = network.parameters.update(fromContentsOf: weights + biases)
    network.forward(imageCount: imageCount)
    let values = network.scalars(output, network.values(output))
    network.fillGradient(output, with: zip(outputGradient, values).map { $1 > 0 ? $0 : 0 })
    network.backward()
    let gradients = Array(network.parameterGradients)
    return Result(
      output: values, weightGradient: Array(gradients.prefix(weights.count)),
      biasGradient: Array(gradients.suffix(biases.count)),
      sourceGradients: self.sources.map { network.scalars($0, network.gradients($0)) })
  }
}

extension Network {
  /// Puts [image][row][column][channel] without padding where an input's images go.
  func fill(_ map: FeatureMap, with scalars: [Float], imageCount: Int) {
    let count = map.pixels * map.channels
    for image in 0..<imageCount {
      Self.spread(scalars[image * count..<(image + 1) * count], map, into: input(map, image: image))
    }
  }

  /// Puts the gradient of an output, without padding, where it goes.
  func fillGradient(_ map: FeatureMap, with scalars: [Float]) { Self.spread(scalars[...], map, into: gradients(map)) }

  private static func spread(
    _ scalars: ArraySlice<Float>, _ map: FeatureMap, into place: UnsafeMutableBufferPointer<Float>
  ) {
    for (index, scalar) in scalars.enumerated() {
      place[index / map.channels * map.paddedChannels + index % map.channels] = scalar
    }
  }

  /// Values or gradients of a map without padding.
  func scalars(_ map: FeatureMap, _ padded: UnsafeMutableBufferPointer<Float>) -> [Float] {
    (0..<imageCount * map.pixels * map.channels).map {
      padded[$0 / map.channels * map.paddedChannels + $0 % map.channels]
    }
  }
}
