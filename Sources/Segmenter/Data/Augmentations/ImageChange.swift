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
  /// Changes all slices of a channel in the same way.
  let apply: @Sendable (inout [SampleImage], inout RandomStream) -> Void

  /// In the order in which a scanner would make them.
  static let all: [ImageChange] = [
    ImageChange(name: .resolution, chance: 0.125) { slices, random in
      let factor = random.uniform(in: 1...2)
      for number in slices.indices { slices[number].coarsen(by: factor) }
    },
    ImageChange(name: .blur, chance: 0.1) { slices, random in
      let sigma = random.uniform(in: 0.5...1.5)
      for number in slices.indices { slices[number].blur(sigma: sigma) }
    },
    ImageChange(name: .noise, chance: 0.15) { slices, random in
      let deviation = random.uniform(in: 0...0.1).squareRoot() * 0.4
      for number in slices.indices { slices[number].addNoise(deviation: deviation, random: &random) }
    },
  ]
}

/// The image changes of one sample; a function of the run's seed and the sample's number alone.
package struct ImageChanges: Sendable {
  let names: [AugmentationName]
  let seed: UInt64
  let sample: UInt64

  package init(names: [AugmentationName], seed: UInt64, sample: UInt64) {
    (self.names, self.seed, self.sample) = (names, seed, sample)
  }

  /// Changes a sample of [slice][row][column][channel] in place. Pixels that are 0 in every channel lie outside the brain.
  package func apply(to input: UnsafeMutableBufferPointer<Float>, width: Int, height: Int, depth: Int = 1) {
    let plane = width * height
    let channels = input.count / (depth * plane)
    for change in ImageChange.all where names.contains(change.name) {
      var random = RandomStream(seed: seed, name: "augmentation-\(change.name.rawValue)", index: sample)
      for channel in 0..<channels where random.uniform() < change.chance {
        var slices = (0..<depth).map { slice in
          let pixels = slice * plane..<(slice + 1) * plane
          return SampleImage(
            width: width, height: height, values: pixels.map { input[$0 * channels + channel] },
            isBrain: pixels.map { pixel in (0..<channels).contains { input[pixel * channels + $0] != 0 } })
        }
        change.apply(&slices, &random)
        for (slice, image) in slices.enumerated() {
          for pixel in 0..<plane where image.isBrain[pixel] {
            input[(slice * plane + pixel) * channels + channel] = image.values[pixel]
          }
        }
      }
    }
  }
}
