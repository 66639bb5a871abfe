/// The layers of a small V-Net (Milletari, Navab and Ahmadi, V-Net: fully convolutional neural networks for volumetric medical
/// image segmentation, 3DV 2016): a network of blocks of slices. Every stage is a few convolutions with a residual connection
/// around them; strided convolutions lead down, transposed ones up.
///
/// Kernels are 3x3x3 (5x5x5 in the source), ReLU stands for PReLU, and a 1x1x1 convolution brings the images to the first
/// stage's channels (the source repeats its one image). A stage at level L has min(L + 1, 3) convolutions, as in the source;
/// on the way up stages have twice the channels of their level, those from below and those from the other side.
enum VNetDescription {
  /// Slices of a block unless something else is said.
  static let usualSlices = 32

  static func layers(_ architecture: UNetArchitecture, width: Int, height: Int) -> SegmentationLayers {
    var network = NetworkDescription()
    let image = network.input(
      depth: architecture.slicesPerImage, height: height, width: width, channels: architecture.inputChannels)
    let levels = architecture.levels
    func channels(_ level: Int) -> Int { architecture.channels(atLevel: level) }
    var current = network.stage(
      "encoder.0", architecture, of: image, level: 0,
      around: network.dense("encoder.0.input", of: image, channels: channels(0)))
    var skips: [FeatureMap] = []
    for level in 1...levels {
      skips.append(current)
      let name = level < levels ? "encoder.\(level)" : "bottleneck"
      current = network.stridedConvolution("\(name).down", of: current, channels: channels(level))
      current = network.stage(name, architecture, of: current, level: level, around: current)
    }
    for level in (0..<levels).reversed() {
      let up = network.volumeTransposedConvolution("up.\(level)", of: current, channels: channels(level))
      let both = network.concatenation("decoder.\(level).joined", of: [up, skips[level]])
      current = network.stage("decoder.\(level)", architecture, of: both, level: level, around: both)
    }
    let logits = network.output(network.head("head", of: current))
    return SegmentationLayers(network: network, image: image, logits: logits)
  }

  static func check(_ architecture: UNetArchitecture) throws(ModelError) {
    guard architecture.dropout == nil else {
      throw .architecture(
        "a V-Net has no dropout here; take --network unet for dropout and for the methods that need it")
    }
    let slices = architecture.slicesPerImage
    guard (1...256).contains(slices), slices % architecture.sliceMultiple == 0 else {
      throw .architecture(
        "blocks of \(slices) slices; with \(architecture.levels) levels they are a multiple of \(architecture.sliceMultiple), 256 at most"
      )
    }
  }
}

extension NetworkDescription {
  /// Convolutions of a map, as many as its level has, then the sum with `around` and a ReLU.
  fileprivate mutating func stage(
    _ name: String, _ architecture: UNetArchitecture, of source: FeatureMap, level: Int, around: FeatureMap
  ) -> FeatureMap {
    let count = min(level + 1, 3)
    var current = source
    for number in 1...count {
      let isLast = number == count
      current = volumeConvolution(
        "\(name).conv\(number)", of: [current], channels: around.channels,
        rectifies: !isLast && architecture.normalisation == .none)
      if case .group(let groups) = architecture.normalisation {
        current = groupNormalisation("\(name).norm\(number)", of: current, groups: groups, rectifies: !isLast)
      }
    }
    return addition("\(name).sum", of: [current, around], rectifies: true)
  }
}
