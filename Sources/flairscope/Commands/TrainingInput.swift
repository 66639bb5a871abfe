import Foundation
import Segmenter
import VolumeModel

/// One case as training wants it.
struct TrainingInput {
  let trainingCase: TrainingCase
  let record: RunCase
  let notes: [String]

  init(folder: String, roles: [String], softMask: SoftMaskParameters) throws {
    let files = try CaseFiles.find(inFolder: folder)
    var review = try ReviewCase.load(files, withImages: false)
    guard let rater = review.raters.first else {
      throw FileError(.badData, path: folder, problem: "has no mask to train on", advice: "add a mask to the case")
    }
    let (volumes, paths) = try review.channels(roles)
    let growth = SoftMaskGrowth(expert: rater.mask, flair: review.flair.volume, brain: review.brain)
    let target = growth.softMask(softMask)
    trainingCase = TrainingCase(
      name: review.name, channels: volumes, brain: review.brain, target: target,
      raters: review.raters, raterHashes: [SHA256.ofFile(rater.path)].compactMap { $0 })
    record = RunCase(name: review.name, images: paths, mask: rater.path, brainMask: files.brainMask)
    notes = (review.notes + target.report.warnings).map { "\(review.name): \($0)" }
  }
}
