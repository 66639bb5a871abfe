import Foundation
import Segmenter
import VolumeModel

/// Three scans of two patients, small enough to be trained on in a test.
enum SyntheticStudy {
  /// The cases that an experiment can use: all, or those that two raters drew.
  static func cases(for name: ExperimentName, growsMasks: Bool = true) throws -> [ExperimentCase] {
    try cases(growsMasks: growsMasks).filter { name != .raters || $0.raters.count > 1 }
  }

  static func cases(growsMasks: Bool = true) throws -> [ExperimentCase] {
    try [("a", "sub-1"), ("b-1", "sub-2"), ("b-2", "sub-2")].enumerated().map { number, names in
      let scan = SyntheticCase.make(name: names.0, seed: UInt64(number + 1))
      let expert = scan.target.expert
      let raters = [
        RaterMask(name: "expert", mask: expert, isSimulated: false, path: "\(names.0).nii", notes: []),
        RaterMask(
          name: "other", mask: expert.dilated(.faces), isSimulated: number == 0, path: "\(names.0)-2.nii",
          notes: []),
      ]
      return try ExperimentCase(
        TrainingScan(
          name: names.0, channels: scan.channels, imagePaths: ["\(names.0)_flair.nii"], brain: scan.brain,
          raters: number == 2 ? [raters[0]] : raters, spatial: SpatialForm(grid: expert.grid)),
        patient: names.1, growsMasks: growsMasks)
    }
  }

  /// A network so small, and so few epochs, that a cell takes a moment.
  static func setting(_ name: ExperimentName, seeds: Int = 1) -> ExperimentSetting {
    var setting = ExperimentSetting.quick(name)
    (setting.seeds, setting.epochs, setting.base, setting.levels) = (seeds, 2, 4, 1)
    (setting.cropSize, setting.batchSize) = (nil, 3)
    setting.sizes = [1, 1.2]
    setting.labels = [0, 0.3]
    setting.losses = [.diceSquared]
    setting.methods = name == .noise ? [.trustedOnly] : [.relabelling]
    setting.kinds = name == .noise ? [NoiseChoice(.dilate)] : [NoiseChoice(.polygon, strength: 3)]
    setting.rates = [0.5]
    setting.trustedFraction = 0.3
    if name == .noise { setting.networks = [.u2net, .probabilistic, .phiseg] }
    if name == .raters { setting.drawnSamples = 3 }
    return setting
  }
}
