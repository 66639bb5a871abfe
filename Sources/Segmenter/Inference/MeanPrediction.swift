internal import Foundation

/// Logits of one network under one or several sets of weights; of several they are those of the mean probability.
struct MeanPrediction {
  let network: UNet
  private let members: [[Float]]
  private let sums: PixelPlane?

  /// Leaves the network with the weights of a single member; of several it is given each in turn.
  /// - Parameter members: at least one slab, of the network's architecture.
  init(network: UNet, members: [[Float]]) {
    self.network = network
    self.members = members
    sums = members.count > 1 ? PixelPlane(count: network.capacity * network.pixelsPerImage) : nil
    if let first = members.first { Self.load(first, into: network) }
  }

  private static func load(_ scalars: [Float], into network: UNet) {
    scalars.withUnsafeBufferPointer { network.copyWeights(from: $0) }
  }

  /// Logits of the first inputs, left in the network.
  func forward(imageCount: Int) {
    guard let sums else {
      network.forward(imageCount: imageCount)
      return
    }
    let count = imageCount * network.pixelsPerImage
    let mean = sums.first(count)
    let fraction = 1 / Float(members.count)
    for (number, scalars) in members.enumerated() {
      Self.load(scalars, into: network)
      network.forward(imageCount: imageCount)
      let logits = network.logits
      network.pool.forPixels(count) { pixels in
        for i in pixels { mean[i] = (number == 0 ? 0 : mean[i]) + fraction * sigmoid(logits[i]) }
      }
    }
    let logits = network.logits
    network.pool.forPixels(count) { pixels in
      // A mean that single precision cannot tell from 0 or 1 keeps a finite logit.
      for i in pixels {
        let p = min(max(mean[i], 1e-30), 1 - Float.ulpOfOne / 2)
        logits[i] = log(p) - log(1 - p)
      }
    }
  }
}
