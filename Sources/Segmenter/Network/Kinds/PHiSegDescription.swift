/// The layers of a small PHiSeg (Baumgartner, Tezcan, Chaitanya, Hötker, Muehlematter, Schawkat, Becker, Donati and Konukoglu,
/// PHiSeg: capturing uncertainty in medical image segmentation, MICCAI 2019): a probabilistic network with latent numbers of
/// every pixel at several resolutions. The coarsest are drawn first; the distribution of each further level follows from the
/// image and from what was drawn below it. Logits are made from the latent numbers alone, a sum over the levels.
///
/// As in the source the two finest resolutions have no latent numbers of their own, as far as two levels that have some are
/// left. Stages have two convolutions (three in the source), pooling is by maxima (by means in the source).
struct PHiSegDescription {
  /// Latent numbers of a pixel unless something else is said, as in the source.
  static let usualLatentCount = 2

  private let architecture: UNetArchitecture
  private var network = NetworkDescription()

  static func layers(_ architecture: UNetArchitecture, width: Int, height: Int) -> SegmentationLayers {
    var builder = PHiSegDescription(architecture: architecture)
    return builder.layers(width: width, height: height)
  }

  static func check(_ architecture: UNetArchitecture) throws(ModelError) {
    try ProbabilisticUNetDescription.check(architecture)
  }

  private init(architecture: UNetArchitecture) { self.architecture = architecture }

  /// The finest level that has latent numbers.
  private var finest: Int { min(2, architecture.levels - 1) }
  private var count: Int { architecture.latentCount ?? Self.usualLatentCount }

  private mutating func layers(width: Int, height: Int) -> SegmentationLayers {
    let image = network.input(height: height, width: width, channels: architecture.inputChannels)
    let prior = encoder("prior", of: image)
    network.isForTraining = true
    let annotated = network.input(height: height, width: width, channels: architecture.inputChannels + 1)
    let posterior = encoder("posterior", of: annotated)
    network.isForTraining = false

    var latents: [SegmentationLayers.LatentMaps] = []
    var sums: [FeatureMap] = []
    var below: FeatureMap?
    var joined: FeatureMap?
    for level in (finest...architecture.levels).reversed() {
      let priorMoments = moments("prior", of: prior[level], below: below, level: level)
      network.isForTraining = true
      let posteriorMoments = moments("posterior", of: posterior[level], below: below, level: level)
      network.isForTraining = false
      // A latent number stands for four times as many pixels on each further level.
      latents.append(
        .init(prior: priorMoments, posterior: posteriorMoments, weight: Double(1 << (2 * (level - finest)))))
      let z = network.latentSample(
        "latent.\(level)", prior: priorMoments, posterior: posteriorMoments, stream: "latent \(level)")
      below = z
      let features = likelihood(of: z, joined: joined, level: level)
      joined = features
      sums.append(sum(of: features, to: sums.last, level: level))
    }
    let logits = sums.map { network.output(network.singleChannel("logits", of: $0, channel: 0)) }
    var layers = SegmentationLayers(network: network, image: image, logits: logits[logits.count - 1])
    layers.annotated = annotated
    layers.sideLogits = Array(logits.dropLast())
    layers.latents = latents
    return layers
  }

  /// The way down, to the features of each level.
  private mutating func encoder(_ name: String, of image: FeatureMap) -> [FeatureMap] {
    var features: [FeatureMap] = []
    for level in 0...architecture.levels {
      let source = features.last.map { network.maxPooling("\(name).\(level).pool", of: $0) } ?? image
      features.append(stage("\(name).\(level)", of: [source], level: level))
    }
    return features
  }

  /// Means and logarithms of variances of a level's latent numbers.
  private mutating func moments(_ name: String, of features: FeatureMap, below: FeatureMap?, level: Int) -> FeatureMap {
    var current = features
    if let below {
      let up = network.upsampling("\(name).\(level).up", of: below, by: 2)
      let wide = convolution("\(name).\(level).latent", of: [up], level: level, channelLevel: 0)
      current = stage("\(name).\(level).joined", of: [features, wide], level: level)
    }
    return network.output(network.dense("\(name).\(level).moments", of: current, channels: 2 * count))
  }

  /// What the logits of a level are made from, as fine as the image at the finest one.
  private mutating func likelihood(of z: FeatureMap, joined: FeatureMap?, level: Int) -> FeatureMap {
    let (name, reached) = ("likelihood.\(level)", level - finest)
    var current = z
    for number in 1...2 {
      current = convolution("\(name).conv\(number)", of: [current], level: level, channelLevel: reached)
    }
    for step in 0..<finest {
      let up = network.upsampling("\(name).enlarged.\(step)", of: current, by: 2)
      current = convolution("\(name).up.\(step)", of: [up], level: level - step - 1, channelLevel: reached)
    }
    guard let joined else { return current }
    let larger = network.upsampling("\(name).below", of: joined, by: 2)
    return stage("\(name).joined", of: [current, larger], level: reached)
  }

  /// The logits so far, as large as the image.
  private mutating func sum(of features: FeatureMap, to others: FeatureMap?, level: Int) -> FeatureMap {
    let name = level == finest ? "head" : "likelihood.\(level).logits"
    let own = network.upsampling(
      "likelihood.\(level).enlarged", of: network.dense(name, of: features, channels: 1), by: 1 << (level - finest))
    return others.map { network.addition("likelihood.\(level).sum", of: [own, $0]) } ?? own
  }

  /// Two convolutions with the channels of a level.
  private mutating func stage(_ name: String, of sources: [FeatureMap], level: Int) -> FeatureMap {
    let first = convolution("\(name).conv1", of: sources, level: level, channelLevel: level)
    return convolution("\(name).conv2", of: [first], level: level, channelLevel: level)
  }

  /// A 3x3 convolution with what the architecture has of normalisation, and ReLU.
  private mutating func convolution(
    _ name: String, of sources: [FeatureMap], level: Int, channelLevel: Int
  ) -> FeatureMap {
    network.runsByImage = UNetDescription.isShallow(architecture, level)
    let output = network.convolution(
      name, of: sources, channels: architecture.channels(atLevel: channelLevel),
      rectifies: architecture.normalisation == .none)
    guard case .group(let groups) = architecture.normalisation else { return output }
    return network.groupNormalisation("\(name).norm", of: output, groups: groups)
  }
}
