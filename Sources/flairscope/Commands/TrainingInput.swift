import Foundation
import Segmenter
import VolumeModel

/// What a run learns from and how, out of options or of the record of an earlier run.
struct TrainingSetup {
  var plan: TrainingPlan
  let initial: TrainedModel?
  let initialRecord: RunWeights?
  /// Of each case, in order.
  let files: [CaseFiles]

  /// A run as options say.
  init(plan: TrainingPlan, initial: TrainedModel?, initialPath: String?, caseFolders: [String]) throws {
    try plan.check()
    self.plan = plan
    self.initial = initial
    initialRecord = initialPath.map { RunWeights(path: absolutePath($0), sha256: SHA256.ofFile($0)) }
    files = try caseFolders.map { try CaseFiles.find(inFolder: $0) }
  }

  /// The run of a `run.toml`. Files that are no longer what they were are refused: the result would not be the same.
  init(repeating path: String) throws {
    let record = try RunRecord.read(path)
    plan = record.plan
    guard plan.imageRoles.first == "FLAIR" else {
      throw FileError(.badData, path: path, problem: "cannot be repeated: its first image is not the FLAIR")
    }
    initialRecord = record.initialWeights
    initial = try record.initialWeights.map { weights in
      try Self.check(weights.path, hash: weights.sha256)
      return try TrainedModel.read(from: weights.path)
    }
    files = try record.cases.map { one in
      try Self.check(one.mask, hash: one.maskSHA256)
      let raters = one.raters.isEmpty ? [RunRater(name: "rater1", path: one.mask)] : one.raters
      guard let flair = one.images.first, one.images.count == record.plan.imageRoles.count else {
        throw FileError(.badData, path: path, problem: "names \(one.images.count) images of '\(one.name)'")
      }
      return CaseFiles(
        name: one.name, flair: flair,
        images: zip(record.plan.imageRoles, one.images).dropFirst().map { ImageFile(role: $0, path: $1) },
        raters: raters.map { RaterFile(name: $0.name, path: $0.path) }, brainMask: one.brainMask)
    }
  }

  private static func check(_ path: String, hash: String?) throws {
    guard let hash, let now = SHA256.ofFile(path), now != hash else { return }
    throw FileError(
      .badData, path: path, problem: "has changed since the run", advice: "bring the file of then back, or train anew")
  }
}

/// One case as training wants it.
struct TrainingInput {
  let trainingCase: TrainingCase
  let record: RunCase
  let notes: [String]

  init(_ files: CaseFiles, roles: [String], softMask: SoftMaskParameters) throws {
    var review = try ReviewCase.load(files, withImages: false)
    guard let rater = review.raters.first else {
      throw FileError(.badData, path: files.flair, problem: "has no mask to train on", advice: "add a mask to the case")
    }
    let (volumes, paths) = try review.channels(roles)
    let growth = SoftMaskGrowth(expert: rater.mask, flair: review.flair.volume, brain: review.brain)
    let target = growth.softMask(softMask)
    let hash = SHA256.ofFile(rater.path)
    trainingCase = TrainingCase(
      name: review.name, channels: volumes, brain: review.brain, target: target, raters: review.raters,
      raterHashes: [hash].compactMap(\.self))
    record = RunCase(
      name: review.name, images: paths.map(absolutePath), mask: absolutePath(rater.path), maskSHA256: hash,
      brainMask: files.brainMask.map(absolutePath),
      raters: review.raters.map { RunRater(name: $0.name, path: absolutePath($0.path)) })
    notes = (review.notes + target.report.warnings).map { "\(review.name): \($0)" }
  }
}

/// A run is repeated from anywhere.
private func absolutePath(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
