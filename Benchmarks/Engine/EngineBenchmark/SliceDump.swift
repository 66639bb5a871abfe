import Foundation
import Segmenter
import VolumeModel

/// Writes what a training run learns from and is judged on, so that `time_to_dice.py` gives PyTorch the same.
///
///     engine-benchmark slices OUTPUT.safetensors CASE_FOLDER...
///
/// Tensors: training.images, training.target, validation.images, validation.expert, validation.brain, all
/// [slice][row][column], as a run with the default plan has them.
enum SliceDump {
  static func write(to path: String, caseFolders: [String]) throws {
    let plan = TrainingPlan()
    let cases = try caseFolders.map { folder in
      let review = try ReviewCase.load(try CaseFiles.find(inFolder: folder), withImages: false)
      guard let rater = review.raters.first else { throw CocoaError(.fileReadCorruptFile) }
      let growth = SoftMaskGrowth(expert: rater.mask, flair: review.flair.volume, brain: review.brain)
      return TrainingCase(
        name: review.name, channels: [review.flair.volume], brain: review.brain, target: growth.softMask(plan.softMask))
    }
    let store = try SliceStore(cases, plan: plan)
    try Safetensors.write(store.tensors, metadata: [:], to: path)
  }
}
