/// The layers of a U-Net (`UNetArchitecture`).
enum UNetDescription {
  static func layers(_ architecture: UNetArchitecture, width: Int, height: Int) -> SegmentationLayers {
    var builder = Builder(architecture: architecture)
    let image = builder.network.input(height: height, width: width, channels: architecture.inputChannels)
    let logits = builder.logits(of: image)
    return SegmentationLayers(network: builder.network, image: image, logits: logits)
  }

  /// A U-Net up to the features from which the last 1x1 convolution makes logits, for networks that join them with more.
  /// - Parameter imageNeedsGradient: whether a backward pass computes the gradient of the image, too.
  static func features(
    _ architecture: UNetArchitecture, width: Int, height: Int, imageNeedsGradient: Bool = false
  ) -> (network: NetworkDescription, image: FeatureMap, features: FeatureMap) {
    var builder = Builder(architecture: architecture)
    let image = builder.network.input(
      height: height, width: width, channels: architecture.inputChannels, needsGradient: imageNeedsGradient)
    // The convolutions write gradients of whole panels only, and an image has no padding.
    let source = imageNeedsGradient ? builder.network.concatenation("image.padded", of: [image]) : image
    let features = builder.features(of: source)
    return (builder.network, image, features)
  }

  /// Levels with at most this many channels run image by image.
  private static let shallowChannels = 64

  static func isShallow(_ architecture: UNetArchitecture, _ level: Int) -> Bool {
    architecture.channels(atLevel: level).paddedToPanel <= shallowChannels
  }

  private struct Builder {
    let architecture: UNetArchitecture
    var network = NetworkDescription()

    mutating func logits(of image: FeatureMap) -> FeatureMap {
      let features = features(of: image)
      network.runsByImage = true
      return network.output(network.head("head", of: features))
    }

    mutating func features(of image: FeatureMap) -> FeatureMap {
      let levels = architecture.levels
      var current = image
      var skips: [FeatureMap] = []
      for level in 0..<levels {
        network.runsByImage = isShallow(level)
        current = block("encoder.\(level)", of: [current], level: level)
        skips.append(current)
        current = network.maxPooling("encoder.\(level).pool", of: current)
      }
      network.runsByImage = false
      current = block("bottleneck", of: [current], level: levels)
      drop(current, level: levels)
      for level in (0..<levels).reversed() {
        network.runsByImage = isShallow(level)
        let up = network.transposedConvolution(
          "up.\(level)", of: current, channels: architecture.channels(atLevel: level))
        // Skip channels first, then upsampled.
        current = block("decoder.\(level)", of: [skips[level], up], level: level)
        drop(current, level: level)
      }
      return current
    }

    private func isShallow(_ level: Int) -> Bool { UNetDescription.isShallow(architecture, level) }

    /// Two convolutions, each with its normalisation where there is one, and a ReLU.
    private mutating func block(_ name: String, of sources: [FeatureMap], level: Int) -> FeatureMap {
      let first = convolution(name, 1, of: sources, level: level)
      return convolution(name, 2, of: [first], level: level)
    }

    private mutating func convolution(
      _ block: String, _ number: Int, of sources: [FeatureMap], level: Int
    ) -> FeatureMap {
      let output = network.convolution(
        "\(block).conv\(number)", of: sources, channels: architecture.channels(atLevel: level),
        rectifies: architecture.normalisation == .none)
      guard case .group(let groups) = architecture.normalisation else { return output }
      return network.groupNormalisation("\(block).norm\(number)", of: output, groups: groups)
    }

    /// Dropout after the block at a level on the way up; the bottleneck is at level `levels`.
    private mutating func drop(_ map: FeatureMap, level: Int) {
      guard let dropout = architecture.dropout, dropout.rate > 0 else { return }
      let candidates: [Dropout.Place] =
        level == architecture.levels
        ? [.bottleneck]
        : (level == 0 ? [.lastDecoder] : []) + (level == architecture.levels - 1 ? [.firstDecoder] : [])
      guard let place = candidates.first(where: dropout.places.contains) else { return }
      network.dropout(
        "dropout.\(place.rawValue)", of: map, rate: dropout.rate, stream: "dropout \(place.rawValue)")
    }
  }
}
