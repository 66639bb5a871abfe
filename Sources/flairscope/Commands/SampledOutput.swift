import Segmenter
import VolumeModel

/// The files of sampled predictions: one mask a sample, and the maps over all of them.
struct SampledOutput: Codable {
  let count: Int
  let seed: UInt64
  /// The mean of 1 - IoU over all pairs of different samples.
  let diversity: Double?
  /// Of each sample.
  let volumesML: [Double]
  let masks: [String]
  let mean: String
  let variance: String
  let entropy: String

  enum CodingKeys: String, CodingKey {
    case count, seed, diversity, masks, mean, variance, entropy
    case volumesML = "volumes_ml"
  }

  /// - Parameter stem: of the files, as in "OUT/sub-01".
  init(_ prediction: SampledPrediction, seed: UInt64, stem: String) {
    count = prediction.masks.count
    self.seed = seed
    diversity = prediction.diversity
    volumesML = prediction.masks.map(\.volumeML)
    let names = Names(stem: stem, count: prediction.masks.count)
    (masks, mean, variance, entropy) = (names.masks, names.mean, names.variance, names.entropy)
  }

  /// What is written, known before anything is predicted.
  struct Names {
    let masks: [String]
    let mean: String
    let variance: String
    let entropy: String

    init(stem: String, count: Int) {
      let digits = max(2, String(count).count)
      masks = (1...max(1, count)).map { number in
        let text = String(number)
        return "\(stem)_sample-\(String(repeating: "0", count: digits - text.count))\(text)_mask.nii.gz"
      }
      mean = "\(stem)_samples-mean_probseg.nii.gz"
      variance = "\(stem)_samples-variance.nii.gz"
      entropy = "\(stem)_samples-entropy.nii.gz"
    }

    var all: [String] { masks + [mean, variance, entropy] }
  }

  func write(_ prediction: SampledPrediction, like form: SpatialForm, force: Bool, neverReplacing inputs: [String])
    throws
  {
    for (mask, path) in zip(prediction.masks, masks) {
      try Images.write(mask, like: form, to: path, force: force, neverReplacing: inputs)
    }
    for (map, path) in [
      (prediction.mean, mean), (prediction.variance, variance), (prediction.entropy, entropy),
    ] {
      try Images.write(map, like: form, to: path, force: force, neverReplacing: inputs)
    }
  }
}
