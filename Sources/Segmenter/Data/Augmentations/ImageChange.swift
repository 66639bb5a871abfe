internal import Foundation
internal import VolumeModel

/// One channel of a sample while it is changed.
package struct SampleImage {
  let width: Int
  let height: Int
  /// Row by row.
  package var values: [Float]
  /// Whether a pixel is in the brain; the others stay 0.
  let isBrain: [Bool]

  package init(width: Int, height: Int, values: [Float], isBrain: [Bool]) {
    self.width = width
    self.height = height
    self.values = values
    self.isBrain = isBrain
  }
}

/// A random change of a sample's images that leaves its target as it is. A new one is a row.
///
/// Chances and ranges follow nnU-Net (Isensee et al., Nature Methods 2021); its noise is of z-scores, whose unit is about
/// 0.4 of that of the standard normalisation.
struct ImageChange: Sendable {
  let name: AugmentationName
  /// Of a channel of a sample to be changed.
  let chance: Double
  let apply: @Sendable (inout SampleImage, inout RandomStream) -> Void

  /// In the order in which a scanner would make them.
  static let all: [ImageChange] = [
    ImageChange(name: .resolution, chance: 0.125) { $0.coarsen(by: $1.uniform(in: 1...2)) },
    ImageChange(name: .blur, chance: 0.1) { $0.blur(sigma: $1.uniform(in: 0.5...1.5)) },
    ImageChange(name: .noise, chance: 0.15) { image, random in
      let deviation = random.uniform(in: 0...0.1).squareRoot() * 0.4
      for pixel in image.values.indices where image.isBrain[pixel] {
        image.values[pixel] += Float(deviation * random.normal())
      }
    },
  ]
}

/// The image changes of one sample; a function of the run's seed and the sample's number alone.
struct ImageChanges: Sendable {
  let names: [AugmentationName]
  let seed: UInt64
  let sample: UInt64

  /// Changes a sample of [row][column][channel] in place. Pixels that are 0 in every channel lie outside the brain.
  func apply(to input: UnsafeMutableBufferPointer<Float>, width: Int, height: Int) {
    let channels = input.count / (width * height)
    for change in ImageChange.all where names.contains(change.name) {
      var random = RandomStream(seed: seed, name: "augmentation-\(change.name.rawValue)", index: sample)
      for channel in 0..<channels where random.uniform() < change.chance {
        var image = SampleImage(
          width: width, height: height,
          values: (0..<width * height).map { input[$0 * channels + channel] },
          isBrain: (0..<width * height).map { pixel in
            (0..<channels).contains { input[pixel * channels + $0] != 0 }
          })
        change.apply(&image, &random)
        for pixel in 0..<width * height where image.isBrain[pixel] {
          input[pixel * channels + channel] = image.values[pixel]
        }
      }
    }
  }
}
