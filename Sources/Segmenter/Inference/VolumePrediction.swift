internal import VolumeModel
internal import Foundation

/// Applies a model to slices of one case, a few at a time.
struct VolumePrediction {
  let prediction: MeanPrediction
  let pool: WorkerPool
  let cutter: SliceCutter
  /// Whether every slice is predicted as it is and mirrored left to right, and the two probabilities averaged.
  var averagesFlips = false

  /// Calls `body` with the logits of each slice: (slice, [(pixel, linear index)] of the brain, logits of the window).
  /// Returns false when `progress` asked to stop.
  /// - Parameter slices: from below, without gaps where the network sees blocks.
  func run(
    slices: [Int], progress: (Double) -> Bool,
    body: (_ slice: Int, _ brain: [(pixel: Int, index: Int)], _ logits: UnsafeMutableBufferPointer<Float>) -> Void
  ) -> Bool {
    let network = prediction.network
    let (pixels, plane) = (network.pixelsPerImage, network.pixelsPerSlice)
    let blocks =
      network.slicesPerImage == 1
      ? slices.map { SliceBlock(first: $0, kept: $0..<$0 + 1) }
      : SliceBlock.overlapping((slices.first ?? 0)..<(slices.last.map { $0 + 1 } ?? 0), depth: network.slicesPerImage)
    for start in stride(from: 0, to: blocks.count, by: network.capacity) {
      guard progress(Double(start) / Double(blocks.count)) else { return false }
      let part = blocks[start..<min(blocks.count, start + network.capacity)]
      forward(part, isMirrored: false)
      let logits = network.logits
      if averagesFlips {
        let first = Array(logits[..<(part.count * pixels)])
        forward(part, isMirrored: true)
        average(first, withMirrored: logits)
      }
      for (item, block) in part.enumerated() {
        for slice in block.kept {
          let offset = item * pixels + (slice - block.first) * plane
          body(
            slice, cutter.brainPixels(slice: slice),
            UnsafeMutableBufferPointer(rebasing: logits[offset..<offset + plane]))
        }
      }
    }
    return progress(1)
  }

  private func forward(_ blocks: ArraySlice<SliceBlock>, isMirrored: Bool) {
    let network = prediction.network
    let (channels, depth) = (cutter.channels.count, network.slicesPerImage)
    let (width, plane) = (network.width, network.pixelsPerSlice)
    pool.run(blocks.count * depth) { item, _ in
      let (image, z) = item.quotientAndRemainder(dividingBy: depth)
      let intensities = cutter.intensities(slice: blocks[blocks.startIndex + image].first + z)
      let input = network.input(image: image)
      for channel in 0..<channels {
        for pixel in 0..<plane {
          let source = isMirrored ? Self.mirrored(pixel, width: width) : pixel
          input[(z * plane + pixel) * channels + channel] = intensities[channel * plane + source]
        }
      }
    }
    prediction.forward(imageCount: blocks.count)
  }

  /// Replaces the logits of mirrored slices by those of the mean probability, in the slices' own direction.
  private func average(_ first: [Float], withMirrored logits: UnsafeMutableBufferPointer<Float>) {
    let (width, pixels) = (prediction.network.width, prediction.network.pixelsPerImage)
    let second = Array(logits[..<first.count])
    for pixel in first.indices {
      let image = pixel / pixels * pixels
      let other = second[image + Self.mirrored(pixel - image, width: width)]
      // A mean that single precision cannot tell from 0 or 1 keeps a finite logit.
      let mean = min(max((sigmoid(first[pixel]) + sigmoid(other)) / 2, 1e-30), 1 - Float.ulpOfOne / 2)
      logits[pixel] = log(mean) - log(1 - mean)
    }
  }

  /// The pixel at the same distance from the other end of its row.
  private static func mirrored(_ pixel: Int, width: Int) -> Int {
    let column = pixel % width
    return pixel - column + width - 1 - column
  }
}
