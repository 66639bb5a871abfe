internal import Foundation
internal import VolumeModel

/// A probabilistic U-Net (Kohl et al., NeurIPS 2018): where readers differ it does not predict their mean but draws one
/// plausible annotation after the other. A prior sees the image and says how latent numbers z are distributed; z, spread over
/// the picture, is joined to the last features of a U-Net, and 1x1 convolutions make the logits of both. In training a
/// posterior sees the image with one reader's annotation, and what is made small is
///
///     L = 1/B sum over images [ 1/P ( sum over pixels CE(y, z) + beta KL(Q || P) ) ],   z ~ Q
///
/// with P the pixels of an image: the negative evidence lower bound for beta = 1, a pixel.
package final class ProbabilisticUNet {
  /// Of the U-Net inside.
  package let architecture: UNetArchitecture
  /// Latent numbers of an image.
  package let latentCount: Int
  /// Of the divergence; 10 in the source's experiments with four readers.
  package var beta: Double
  /// Sees images.
  package let prior: LatentEncoder
  /// Sees images and annotations.
  package let posterior: LatentEncoder
  private let generator: Network
  private let image: FeatureMap
  private let latent: FeatureMap
  private let logits: FeatureMap
  private let pixels: Int

  /// 1x1 convolutions with a ReLU between the features and the logits; with the last one the source has four.
  private static let joinedLayers = 3

  /// - Parameters:
  ///   - width, height: in pixels, multiples of the architecture's `sliceMultiple`.
  ///   - capacity: images of the largest batch.
  package init(
    _ architecture: UNetArchitecture, latentCount: Int = 6, beta: Double = 10, width: Int, height: Int, capacity: Int,
    pool: WorkerPool
  ) {
    precondition(width % architecture.sliceMultiple == 0 && height % architecture.sliceMultiple == 0)
    self.architecture = architecture
    self.latentCount = latentCount
    self.beta = beta
    pixels = width * height
    func encoder(_ name: String, channels: Int) -> LatentEncoder {
      LatentEncoder(
        name, architecture, inputChannels: channels, latentCount: latentCount, width: width, height: height,
        capacity: capacity, pool: pool)
    }
    prior = encoder("prior", channels: architecture.inputChannels)
    posterior = encoder("posterior", channels: architecture.inputChannels + 1)
    let layers = GeneratorDescription(
      architecture, latentCount: latentCount, joinedLayers: Self.joinedLayers, width: width, height: height)
    (image, latent, logits) = (layers.image, layers.latent, layers.logits)
    generator = Network(layers.network, capacity: capacity, trains: true, pool: pool)
  }

  /// The tensors of the U-Net and of the 1x1 convolutions, in the order of the slab.
  package var generatorBlocks: [ParameterBlock] { generator.description.parameters }
  /// The slab of their weights. Call `generatorWeightsChanged()` after writing.
  package var generatorParameters: UnsafeMutableBufferPointer<Float> { generator.parameters }
  /// The slab of their gradients.
  package var generatorGradients: UnsafeMutableBufferPointer<Float> { generator.parameterGradients }
  /// Has the next pass read the generator's weights anew.
  package func generatorWeightsChanged() { generator.weightsChanged() }

  /// What all weights hold before training.
  package func drawWeights(seed: UInt64) {
    prior.drawWeights(seed: seed, stream: "prior")
    posterior.drawWeights(seed: seed, stream: "posterior")
    _ = generator.parameters.update(
      fromContentsOf: generator.description.initialParameters(seed: seed, stream: "generator"))
    generator.weightsChanged()
  }

  /// Where an image goes: [row][column][channel].
  package func input(image number: Int) -> UnsafeMutableBufferPointer<Float> { generator.input(image, image: number) }

  // MARK: Training

  /// L of the first images and its parts, a mean over images each.
  package struct Bound: Sendable, Hashable {
    /// Cross-entropy, a mean over pixels.
    package let crossEntropy: Double
    /// KL(Q || P), in nats an image.
    package let divergence: Double
    /// L.
    package let value: Double
  }

  /// L and the gradients of all weights, left in the three slabs of gradients.
  /// - Parameters:
  ///   - target: the annotation of each image by one reader, pixel after pixel.
  ///   - noise: of each image one number a latent component, from the standard normal distribution.
  package func differentiate(imageCount: Int, target: [Float], noise: [[Double]]) -> Bound {
    precondition(target.count >= imageCount * pixels && noise.count >= imageCount)
    fillEncoders(imageCount, target)
    let (priors, posteriors) = (prior.encode(imageCount: imageCount), posterior.encode(imageCount: imageCount))
    let samples = (0..<imageCount).map { posteriors[$0].sample(noise[$0]) }
    decode(samples)
    let crossEntropy = crossEntropyGradient(imageCount, target)
    generator.backward()

    let scale = beta / Double(imageCount * pixels)
    let alongSamples = latentGradients(imageCount)
    var (ofPriors, ofPosteriors): ([LatentGaussian], [LatentGaussian]) = ([], [])
    var divergence = 0.0
    for image in 0..<imageCount {
      divergence += posteriors[image].divergence(from: priors[image]) / Double(imageCount)
      var (own, other) = posteriors[image].divergenceGradients(from: priors[image])
      for j in 0..<latentCount {
        own.mean[j] = scale * own.mean[j] + alongSamples[image][j]
        own.logVariance[j] =
          scale * own.logVariance[j] + alongSamples[image][j] * (samples[image][j] - posteriors[image].mean[j]) / 2
        other.mean[j] *= scale
        other.logVariance[j] *= scale
      }
      ofPriors.append(other)
      ofPosteriors.append(own)
    }
    prior.backward(ofPriors)
    posterior.backward(ofPosteriors)
    return Bound(
      crossEntropy: crossEntropy, divergence: divergence,
      value: crossEntropy + beta * divergence / Double(pixels))
  }

  private func fillEncoders(_ imageCount: Int, _ target: [Float]) {
    let channels = architecture.inputChannels
    for number in 0..<imageCount {
      let from = generator.input(image, image: number)
      _ = prior.input(image: number).update(fromContentsOf: from)
      let to = posterior.input(image: number)
      for pixel in 0..<pixels {
        for channel in 0..<channels { to[pixel * (channels + 1) + channel] = from[pixel * channels + channel] }
        to[pixel * (channels + 1) + channels] = target[number * pixels + pixel]
      }
    }
  }

  /// The mean cross-entropy, its gradient by the logits written to the generator.
  private func crossEntropyGradient(_ imageCount: Int, _ target: [Float]) -> Double {
    let (logits, gradients) = (generator.values(logits), generator.gradients(logits))
    let fraction = 1 / Double(imageCount * pixels)
    var sum = 0.0
    for pixel in 0..<imageCount * pixels {
      let cost = BinaryCrossEntropy().cost(
        of: PixelPrediction(logit: Double(logits[pixel])), target: Double(target[pixel]))
      sum += cost.value
      gradients[pixel] = Float(fraction * cost.derivative)
    }
    return fraction * sum
  }

  /// dL/dz of each image: the sum over the pixels that z was spread over.
  private func latentGradients(_ imageCount: Int) -> [[Double]] {
    let gradients = generator.gradients(latent)
    return (0..<imageCount).map { image in
      var sums = [Double](repeating: 0, count: latentCount)
      for pixel in image * pixels..<(image + 1) * pixels {
        for j in 0..<latentCount { sums[j] += Double(gradients[pixel * latent.paddedChannels + j]) }
      }
      return sums
    }
  }

  // MARK: Samples

  /// How the latent numbers of each of the first images are distributed, by the image alone.
  package func priors(imageCount: Int) -> [LatentGaussian] {
    for number in 0..<imageCount {
      _ = prior.input(image: number).update(fromContentsOf: generator.input(image, image: number))
    }
    return prior.encode(imageCount: imageCount)
  }

  /// The logits of the first images under latent numbers of each, image after image; valid until the next pass.
  @discardableResult
  package func decode(_ latents: [[Double]]) -> UnsafeMutableBufferPointer<Float> {
    for (number, z) in latents.enumerated() {
      let to = generator.input(latent, image: number)
      to.update(repeating: 0)
      for pixel in 0..<pixels {
        for (j, value) in z.enumerated() { to[pixel * latent.paddedChannels + j] = Float(value) }
      }
    }
    generator.forward(imageCount: latents.count)
    return generator.values(logits)
  }

  /// Draws from the prior: the logits of one plausible annotation of each of the first images.
  /// - Parameters:
  ///   - seed: of the run or prediction.
  ///   - number: of the sample; the same number draws the same.
  package func sample(imageCount: Int, seed: UInt64, number: UInt64) -> [Float] {
    let latents = priors(imageCount: imageCount).enumerated().map { image, gaussian in
      var random = RandomStream(
        seed: seed, name: "latent sample", index: number &* 0x1_0000_0000 &+ UInt64(image))
      return gaussian.sample((0..<latentCount).map { _ in random.normal() })
    }
    return Array(decode(latents))
  }
}

/// A U-Net whose last features are joined by latent numbers.
private struct GeneratorDescription {
  let network: NetworkDescription
  let image: FeatureMap
  let latent: FeatureMap
  let logits: FeatureMap

  init(_ architecture: UNetArchitecture, latentCount: Int, joinedLayers: Int, width: Int, height: Int) {
    var (network, image, features) = UNetDescription.features(architecture, width: width, height: height)
    network.runsByImage = true
    let latent = network.input(
      height: height, width: width, channels: latentCount, isPadded: true, needsGradient: true)
    var current = network.concatenation("joined", of: [features, latent])
    for layer in 0..<joinedLayers {
      current = network.dense("joined.\(layer)", of: current, channels: architecture.base, rectifies: true)
    }
    logits = network.output(network.head("head", of: current))
    (self.network, self.image, self.latent) = (network, image, latent)
  }
}
