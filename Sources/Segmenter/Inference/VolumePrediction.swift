internal import VolumeModel
internal import Foundation

/// Applies a model to slices of one case, a few at a time.
struct VolumePrediction {
  let prediction: MeanPrediction
  let pool: WorkerPool
  let cutter: SliceCutter
  /// Whether every slice is predicted as it is and mirrored left to right, and the two probabilities averaged.
  var averagesFlips = false

  /// Calls `body` with the probabilities of each slice's brain pixels: (slice, [(pixel, linear index)], logits of the
  /// window). Returns false when `progress` asked to stop.
  func run(
    slices: [Int], progress: (Double) -> Bool,
    body: (_ slice: Int, _ brain: [(pixel: Int, index: Int)], _ logits: UnsafeMutableBufferPointer<Float>) -> Void
  ) -> Bool {
    let network = prediction.network
    let pixels = network.pixelsPerImage
    for start in stride(from: 0, to: slices.count, by: network.capacity) {
      guard progress(Double(start) / Double(slices.count)) else { return false }
      let part = slices[start..<min(slices.count, start + network.capacity)]
      forward(part, isMirrored: false)
      let logits = network.logits
      if averagesFlips {
        let first = Array(logits[..<(part.count * pixels)])
        forward(part, isMirrored: true)
        average(first, withMirrored: logits)
      }
      for (item, slice) in part.enumerated() {
        body(
          slice, cutter.brainPixels(slice: slice),
          UnsafeMutableBufferPointer(rebasing: logits[item * pixels..<(item + 1) * pixels]))
      }
    }
    return progress(1)
  }

  private func forward(_ slices: ArraySlice<Int>, isMirrored: Bool) {
    let network = prediction.network
    let channels = cutter.channels.count
    let (width, pixels) = (network.width, network.pixelsPerImage)
    pool.run(slices.count) { item, _ in
      let intensities = cutter.intensities(slice: slices[slices.startIndex + item])
      let input = network.input(image: item)
      for channel in 0..<channels {
        for pixel in 0..<pixels {
          let source = isMirrored ? Self.mirrored(pixel, width: width) : pixel
          input[pixel * channels + channel] = intensities[channel * pixels + source]
        }
      }
    }
    prediction.forward(imageCount: slices.count)
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
