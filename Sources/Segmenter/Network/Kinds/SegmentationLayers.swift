/// The layers of a network that makes one logit a pixel, and the maps of it that are filled or read from outside.
struct SegmentationLayers {
  let network: NetworkDescription
  let image: FeatureMap
  let logits: FeatureMap
  /// In training, the image with its annotation as the last channel; nil where the network does not look at annotations.
  var annotated: FeatureMap?
  /// What stages before the last predict, as large as the image; empty where only the last one predicts.
  var sideLogits: [FeatureMap] = []
  /// Of a network that draws samples, each pair of Gaussians that latent numbers are drawn from.
  var latents: [LatentMaps] = []

  /// Of a network that tells real images from made-up ones.
  var adversarial: AdversarialMaps?

  /// What such a network says beside the logits, and what its last layer reads.
  struct AdversarialMaps {
    let features: FeatureMap
    let realness: FeatureMap
  }

  /// A Gaussian before and one after the annotation was seen: means, then logarithms of variances, of the latent numbers
  /// of a pixel.
  struct LatentMaps {
    let prior: FeatureMap
    let posterior: FeatureMap
    /// What their divergence counts in the loss.
    var weight = 1.0
  }

  init(network: NetworkDescription, image: FeatureMap, logits: FeatureMap) {
    self.network = network
    self.image = image
    self.logits = logits
  }

  /// The layers of an architecture's kind.
  init(_ architecture: UNetArchitecture, width: Int, height: Int) {
    self = architecture.kind.details.layers(architecture, width, height)
  }
}
