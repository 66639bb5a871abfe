/// The layers of the discriminator of a few-shot GAN (Mondal, Dolz and Desrosiers, Few-shot 3D multi-modal medical image
/// segmentation using generative adversarial learning, arXiv:1810.12241, 2018): a U-Net that says of every pixel which class it
/// has, or that the image was made up.
///
/// Of its three logits that of the made-up class is 0, as published. Those of lesion and background are r + z / 2 and r - z / 2,
/// so that z is the logit of lesion among real pixels, which predicts alone, and r says how real a pixel is.
enum FewShotDescription {
  static func layers(_ architecture: UNetArchitecture, width: Int, height: Int) -> SegmentationLayers {
    var (network, image, features) = UNetDescription.features(
      architecture, width: width, height: height, imageNeedsGradient: true)
    network.runsByImage = true
    network.output(features)
    let classes = network.dense("head", of: features, channels: 2)
    let logits = network.output(network.singleChannel("logits", of: classes, channel: 0))
    let realness = network.output(network.singleChannel("realness", of: classes, channel: 1))
    var layers = SegmentationLayers(network: network, image: image, logits: logits)
    layers.adversarial = .init(features: features, realness: realness)
    return layers
  }
}
