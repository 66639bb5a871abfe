/// The passes of the methods that weigh the losses of noisy items so that a step helps on trusted images.
///
/// With L_i the loss of pixel i under the noisy label, w_i its weight, n the pixels of the batch and Lm the mean loss of the
/// trusted images, one step down the weighted loss leads to W' = W - a/n sum_i w_i grad L_i(W), and
///
///     dLm(W')/dw_i = -a/n J_i,   J_i = <g, grad L_i(W)>,   g = grad Lm(W')
///
/// exactly: w_i enters the step linearly, so no second derivative appears. J is the derivative of the map of losses along g,
/// one tangent pass: J_i = dl/dz_i z'_i. A pixel whose gradient points as that of the trusted images does has a positive
/// influence J.
package final class BilevelPasses {
  /// The network that learns, planned with tangent passes; the noisy batch lies in it.
  package let network: UNet
  /// Takes the weights W' or W; the trusted batch lies in it.
  package let trustedNetwork: UNet
  private let loss: any PixelLoss
  private let batchLoss: BatchLoss
  let pool: WorkerPool
  let instructionSet: InstructionSet
  /// L, dL/dz, J, and the weights that count.
  private let lossMap: PixelPlane
  private let derivativeMap: PixelPlane
  private let influenceMap: PixelPlane
  private let weightMap: PixelPlane
  private(set) var imageCount = 0

  package init(
    network: UNet, trustedNetwork: UNet, loss: any PixelLoss, pool: WorkerPool, instructionSet: InstructionSet
  ) {
    precondition(network.parameterCount == trustedNetwork.parameterCount)
    self.network = network
    self.trustedNetwork = trustedNetwork
    self.loss = loss
    self.pool = pool
    self.instructionSet = instructionSet
    batchLoss = BatchLoss(pool: pool, instructionSet: instructionSet)
    let pixels = network.capacity * network.pixelsPerImage
    lossMap = PixelPlane(count: pixels)
    derivativeMap = PixelPlane(count: pixels)
    influenceMap = PixelPlane(count: pixels)
    weightMap = PixelPlane(count: pixels)
  }

  /// Bytes beside the networks.
  static func memoryBytes(pixels: Int) -> Int { 4 * 4 * pixels }

  var pixelCount: Int { imageCount * network.pixelsPerImage }
  var losses: UnsafeBufferPointer<Float> { UnsafeBufferPointer(lossMap.first(pixelCount)) }
  /// J of each pixel.
  package var influences: UnsafeBufferPointer<Float> { UnsafeBufferPointer(influenceMap.first(pixelCount)) }
  /// w of each pixel.
  package var weights: UnsafeMutableBufferPointer<Float> { weightMap.first(pixelCount) }

  /// L and dL/dz of the batch that the network has just been run forward with.
  /// - Returns: the mean loss.
  func takeLosses(imageCount: Int, target: UnsafeBufferPointer<Float>) -> Double {
    self.imageCount = imageCount
    let (logits, losses, derivatives) = (network.logits, lossMap.values, derivativeMap.values)
    precondition(target.count >= pixelCount)
    let sum = pool.sum(overPixels: pixelCount) { pixels in
      var lossesOfBlock = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: losses[pixels]))
      var derivativesOfBlock = MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: derivatives[pixels]))
      loss.writeMap(
        logits: Span(_unsafeElements: UnsafeBufferPointer(rebasing: logits[pixels])),
        target: Span(_unsafeElements: UnsafeBufferPointer(rebasing: target[pixels])), losses: &lossesOfBlock,
        derivatives: &derivativesOfBlock)
      return losses[pixels].reduce(0) { $0 + Double($1) }
    }
    return sum / Double(pixelCount)
  }

  /// The gradient of the weighted loss, left in `network.parameterGradients`.
  /// - Returns: 1/n sum_i w_i L_i.
  func differentiateWeightedLoss() -> Double {
    let (gradient, weights) = (network.logitGradients, weightMap.values)
    let (losses, derivatives) = (lossMap.values, derivativeMap.values)
    let fraction = 1 / Float(pixelCount)
    let sum = pool.sum(overPixels: pixelCount) { pixels in
      var sum = 0.0
      for pixel in pixels {
        gradient[pixel] = weights[pixel] * derivatives[pixel] * fraction
        sum += Double(weights[pixel] * losses[pixel])
      }
      return sum
    }
    network.backward()
    return sum / Double(pixelCount)
  }

  /// Gives the trusted network the weights W' = W - rate * G, with G the gradient in `network.parameterGradients`.
  func lookAhead(rate: Double) {
    trustedNetwork.takeWeights(
      from: UnsafeBufferPointer(network.parameters), plus: Float(-rate),
      times: UnsafeBufferPointer(network.parameterGradients))
  }

  /// Gives the trusted network the weights W.
  func stay() { trustedNetwork.copyWeights(from: UnsafeBufferPointer(network.parameters)) }

  /// g at the trusted network's weights, and J at W.
  /// - Returns: Lm, or nil when it or an influence is not finite.
  func measureInfluence(trusted: TrustedBatch) -> Double? {
    trustedNetwork.forward(imageCount: trusted.imageCount)
    let value = batchLoss.value(
      of: loss, imageCount: trusted.imageCount, logits: UnsafeBufferPointer(trustedNetwork.logits),
      target: trusted.target, weights: UnsafeBufferPointer(start: nil, count: 0),
      gradient: trustedNetwork.logitGradients)
    trustedNetwork.backward()
    let tangent = network.tangent(along: UnsafeBufferPointer(trustedNetwork.parameterGradients))
    let (influences, derivatives) = (influenceMap.values, derivativeMap.values)
    let sum = pool.sum(overPixels: pixelCount) { pixels in
      var sum = 0.0
      for pixel in pixels {
        influences[pixel] = derivatives[pixel] * tangent[pixel]
        sum += Double(influences[pixel])
      }
      return sum
    }
    return value.isFinite && sum.isFinite ? value : nil
  }

  // MARK: Maps

  /// The mean of each image of a map.
  func takeImageMeans(of map: UnsafeBufferPointer<Float>, into means: UnsafeMutableBufferPointer<Float>) {
    let pixels = network.pixelsPerImage
    pool.run(imageCount) { image, _ in
      var sum = 0.0
      for pixel in image * pixels..<(image + 1) * pixels { sum += Double(map[pixel]) }
      means[image] = Float(sum / Double(pixels))
    }
  }

  /// Gives every pixel of an image the image's weight.
  func spread(imageWeights: UnsafeMutableBufferPointer<Float>) {
    let pixels = network.pixelsPerImage
    let weights = weightMap.values
    for image in 0..<imageCount {
      weights[image * pixels..<(image + 1) * pixels].update(repeating: imageWeights[image])
    }
  }
}

/// The images in a trusted network: how many, and their labels.
package struct TrustedBatch {
  package var imageCount: Int
  package var target: UnsafeBufferPointer<Float>

  package init(imageCount: Int, target: UnsafeBufferPointer<Float>) {
    self.imageCount = imageCount
    self.target = target
  }
}
