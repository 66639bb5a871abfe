/// The layers of a small U^2-Net (Qin, Zhang, Huang, Dehghan, Zaiane and Jagersand, U^2-Net: going deeper with nested
/// U-structure for salient object detection, Pattern Recognition 106, 2020): a U-Net whose every stage is itself a U-Net with
/// a residual connection around it, the deepest two with dilated convolutions in place of pooling. Every stage on the way up
/// makes a side output, and a 1x1 convolution fuses all of them into the logits.
///
/// Inside a stage maps have the base width, between stages twice that (16 and 64 in the source's small form). The number of
/// poolings between stages is the architecture's levels, 5 in the source: the first stage pools as often inside, each further
/// one once less.
struct U2NetDescription {
  private let architecture: UNetArchitecture
  private var network = NetworkDescription()

  static func layers(_ architecture: UNetArchitecture, width: Int, height: Int) -> SegmentationLayers {
    var builder = U2NetDescription(architecture: architecture)
    return builder.layers(width: width, height: height)
  }

  static func check(_ architecture: UNetArchitecture) throws(ModelError) {
    guard architecture.dropout == nil else { throw .architecture("a U^2-Net has no dropout here") }
  }

  private init(architecture: UNetArchitecture) { self.architecture = architecture }

  private mutating func layers(width: Int, height: Int) -> SegmentationLayers {
    // All maps have few channels.
    network.runsByImage = true
    let levels = architecture.levels
    let image = network.input(height: height, width: width, channels: architecture.inputChannels)
    var current = image
    var skips: [FeatureMap] = []
    for level in 0..<levels {
      current = stage("encoder.\(level)", of: [current], level: level)
      skips.append(current)
      current = network.maxPooling("encoder.\(level).pool", of: current)
    }
    current = stage("bottleneck", of: [current], level: levels)
    var sides = [side(levels, of: current)]
    for level in (0..<levels).reversed() {
      let up = network.upsampling("up.\(level)", of: current, by: 2)
      current = stage("decoder.\(level)", of: [up, skips[level]], level: level)
      sides.append(side(level, of: current))
    }
    let all = network.concatenation("sides", of: sides.reversed())
    let fused = network.dense("head", of: all, channels: 1)
    let logits = network.output(network.singleChannel("logits", of: fused, channel: 0))
    let sideLogits = sides.indices.map {
      network.output(network.singleChannel("side.\($0).logits", of: all, channel: $0))
    }
    var layers = SegmentationLayers(network: network, image: image, logits: logits)
    layers.sideLogits = sideLogits
    return layers
  }

  /// The logits that a stage makes by itself, as large as the image.
  private mutating func side(_ level: Int, of map: FeatureMap) -> FeatureMap {
    let small = network.convolution("side.\(level).conv", of: [map], channels: 1, rectifies: false)
    return network.upsampling("side.\(level).up", of: small, by: 1 << level)
  }

  // MARK: A stage

  private mutating func stage(_ name: String, of sources: [FeatureMap], level: Int) -> FeatureMap {
    let outside = convolution("\(name).in", of: sources, channels: 2 * architecture.base)
    let inside =
      level + 1 < architecture.levels
      ? nested(name, of: outside, poolings: architecture.levels - level) : dilated(name, of: outside)
    return network.addition("\(name).sum", of: [inside, outside])
  }

  /// A U-Net inside a stage.
  private mutating func nested(_ name: String, of source: FeatureMap, poolings: Int) -> FeatureMap {
    var current = source
    var skips: [FeatureMap] = []
    for level in 0...poolings {
      if level > 0 { current = network.maxPooling("\(name).pool.\(level)", of: current) }
      current = convolution("\(name).down.\(level)", of: [current], channels: architecture.base)
      skips.append(current)
    }
    current = convolution("\(name).deep", of: [current], channels: architecture.base, dilation: 2)
    for level in (0...poolings).reversed() {
      if level < poolings { current = network.upsampling("\(name).enlarged.\(level)", of: current, by: 2) }
      current = convolution(
        "\(name).up.\(level)", of: [current, skips[level]], channels: (level == 0 ? 2 : 1) * architecture.base)
    }
    return current
  }

  /// The same with dilated convolutions in place of poolings.
  private mutating func dilated(_ name: String, of source: FeatureMap) -> FeatureMap {
    var current = source
    var skips: [FeatureMap] = []
    for level in 0..<3 {
      current = convolution("\(name).down.\(level)", of: [current], channels: architecture.base, dilation: 1 << level)
      skips.append(current)
    }
    current = convolution("\(name).deep", of: [current], channels: architecture.base, dilation: 8)
    for level in (0..<3).reversed() {
      current = convolution(
        "\(name).up.\(level)", of: [current, skips[level]], channels: (level == 0 ? 2 : 1) * architecture.base,
        dilation: 1 << level)
    }
    return current
  }

  /// A 3x3 convolution with what the architecture has of normalisation, and ReLU.
  private mutating func convolution(
    _ name: String, of sources: [FeatureMap], channels: Int, dilation: Int = 1
  ) -> FeatureMap {
    let output = network.convolution(
      "\(name).conv", of: sources, channels: channels, dilation: dilation,
      rectifies: architecture.normalisation == .none)
    guard case .group(let groups) = architecture.normalisation else { return output }
    return network.groupNormalisation("\(name).norm", of: output, groups: groups)
  }
}
