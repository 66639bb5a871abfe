/// The layers of a probabilistic U-Net (Kohl et al., A probabilistic U-Net for segmentation of ambiguous images, NeurIPS
/// 2018): where readers differ it does not predict their mean but draws one plausible annotation after the other. A prior
/// sees the image and says how latent numbers z are distributed; z, spread over the picture, is joined to the last features
/// of a U-Net, and 1x1 convolutions make the logits of both. In training z comes from a posterior, which sees the image
/// with one reader's annotation.
///
/// Prior and posterior pool by maxima, the source by means; they have the U-Net's widths.
enum ProbabilisticUNetDescription {
  /// Latent numbers of an image unless something else is said, as in the source.
  static let usualLatentCount = 6
  /// 1x1 convolutions with a ReLU between the features and the logits; with the last one the source has four.
  private static let joinedLayers = 3

  static func layers(_ architecture: UNetArchitecture, width: Int, height: Int) -> SegmentationLayers {
    var (network, image, features) = UNetDescription.features(architecture, width: width, height: height)
    let count = architecture.latentCount ?? usualLatentCount
    func moments(_ name: String, of input: FeatureMap) -> FeatureMap {
      let deepest = network.encoder(name, architecture, of: input)
      network.runsByImage = false
      return network.output(
        network.spatialMean(
          "\(name).mean", of: network.dense("\(name).moments", of: deepest, channels: 2 * count)))
    }
    let prior = moments("prior", of: image)
    network.isForTraining = true
    let annotated = network.input(height: height, width: width, channels: architecture.inputChannels + 1)
    let posterior = moments("posterior", of: annotated)
    network.isForTraining = false
    let latent = network.latentSample("latent", prior: prior, posterior: posterior, stream: "latent")
    network.runsByImage = true
    let spread = network.spread("latent.spread", of: latent, height: height, width: width)
    var current = network.concatenation("joined", of: [features, spread])
    for layer in 0..<joinedLayers {
      current = network.dense("joined.\(layer)", of: current, channels: architecture.base, rectifies: true)
    }
    let logits = network.output(network.head("head", of: current))
    var layers = SegmentationLayers(network: network, image: image, logits: logits)
    layers.annotated = annotated
    layers.latents = [.init(prior: prior, posterior: posterior)]
    return layers
  }

  static func check(_ architecture: UNetArchitecture) throws(ModelError) {
    guard (1...64).contains(architecture.latentCount ?? usualLatentCount) else {
      throw .architecture("\(architecture.latentCount ?? 0) latent numbers; 1 to 64 are possible")
    }
    guard architecture.dropout == nil else {
      throw .architecture("a network that draws samples has no dropout: both would be drawn in one")
    }
  }
}

extension NetworkDescription {
  /// The way down of a U-Net, two convolutions a level, to the features of its deepest level.
  mutating func encoder(_ name: String, _ architecture: UNetArchitecture, of image: FeatureMap) -> FeatureMap {
    var current = image
    for level in 0...architecture.levels {
      runsByImage = UNetDescription.isShallow(architecture, level)
      let channels = architecture.channels(atLevel: level)
      current = convolution("\(name).\(level).conv1", of: [current], channels: channels)
      current = convolution("\(name).\(level).conv2", of: [current], channels: channels)
      if level < architecture.levels { current = maxPooling("\(name).\(level).pool", of: current) }
    }
    return current
  }
}
