import Foundation
import Segmenter
import VolumeModel

/// Writes what a training run learns from and is judged on, so that `time_to_dice.py` gives PyTorch the same.
///
///     engine-benchmark slices OUTPUT.safetensors CASE_FOLDER...
///
/// Tensors: training.images, training.target, validation.images, validation.expert, validation.brain, all
/// [slice][row][column], as a run with the standard recipe has them.
enum SliceDump {
  static func write(to path: String, caseFolders: [String]) throws {
    var plan = TrainingPlan()
    plan.follow(.standard)
    let cases = try caseFolders.map { folder in
      let review = try ReviewCase.load(try CaseFiles.find(inFolder: folder), withImages: false)
      guard let rater = review.raters.first else { throw CocoaError(.fileReadCorruptFile) }
      let growth = SoftMaskGrowth(expert: rater.mask, flair: review.flair.volume, brain: review.brain)
      return TrainingCase(
        name: review.name, channels: [review.flair.volume], brain: review.brain, target: growth.softMask(plan.softMask))
    }
    let store = try SliceStore(cases, plan: plan)
    try Safetensors.write(tensors(of: store), metadata: [:], to: path)
  }

  private static func tensors(of store: SliceStore) -> [SafeTensor] {
    let pixels = 0..<store.width * store.height
    func tensor(_ name: String, _ slices: [TrainingSlice], _ value: (TrainingSlice, Int) -> Float) -> SafeTensor {
      SafeTensor(
        name: name, shape: [slices.count, store.height, store.width],
        scalars: slices.flatMap { slice in pixels.map { value(slice, $0) } })
    }
    func target(_ slice: TrainingSlice, _ pixel: Int) -> Float {
      switch slice.classes[pixel] {
      case TrainingSlice.expert: 1
      case TrainingSlice.grown: store.softLabels[slice.caseNumber]
      default: 0
      }
    }
    return [
      tensor("training.images", store.training) { $0.intensities[$1] },
      tensor("training.target", store.training, target),
      tensor("validation.images", store.validation) { $0.intensities[$1] },
      tensor("validation.expert", store.validation) { $0.classes[$1] == TrainingSlice.expert ? 1 : 0 },
      tensor("validation.brain", store.validation) { $0.classes[$1] == 0 ? 0 : 1 },
    ]
  }
}
