internal import VolumeModel
internal import Foundation

/// Applies a model to slices of one case, a few at a time.
struct VolumePrediction {
  let prediction: MeanPrediction
  let pool: WorkerPool
  let cutter: SliceCutter

  /// Calls `body` with the probabilities of each slice's brain pixels: (slice, [(pixel, linear index)], logits of the
  /// window). Returns false when `progress` asked to stop.
  func run(
    slices: [Int], progress: (Double) -> Bool,
    body: (_ slice: Int, _ brain: [(pixel: Int, index: Int)], _ logits: UnsafeMutableBufferPointer<Float>) -> Void
  ) -> Bool {
    let network = prediction.network
    let channels = cutter.channels.count
    let pixels = network.pixelsPerImage
    for start in stride(from: 0, to: slices.count, by: network.capacity) {
      guard progress(Double(start) / Double(slices.count)) else { return false }
      let part = slices[start..<min(slices.count, start + network.capacity)]
      pool.run(part.count) { item, _ in
        let intensities = cutter.intensities(slice: part[part.startIndex + item])
        let input = network.input(image: item)
        for channel in 0..<channels {
          for pixel in 0..<pixels { input[pixel * channels + channel] = intensities[channel * pixels + pixel] }
        }
      }
      prediction.forward(imageCount: part.count)
      let logits = network.logits
      for (item, slice) in part.enumerated() {
        body(
          slice, cutter.brainPixels(slice: slice),
          UnsafeMutableBufferPointer(rebasing: logits[item * pixels..<(item + 1) * pixels]))
      }
    }
    return progress(1)
  }
}
