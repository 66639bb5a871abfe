import Foundation
import Segmenter
import VolumeModel

/// What a run learns from and how, out of options or of the record of an earlier run.
struct TrainingSetup {
  var plan: TrainingPlan
  let initial: TrainedModel?
  let initialRecord: RunWeights?
  /// Each case, in order.
  let sources: [TrainingSource]

  /// A run as options say.
  init(
    plan: TrainingPlan, initial: TrainedModel?, initialPath: String?, cases: [CaseFiles], trust: MethodArguments,
    labelling: LabelArguments
  ) throws {
    try plan.check()
    self.plan = plan
    self.initial = initial
    initialRecord = initialPath.map { RunWeights(path: absolutePath($0), sha256: SHA256.ofFile($0)) }
    sources =
      cases.map { TrainingSource(files: $0, trustedMask: trust.trusted) }
      + (try trust.trustedCases.map {
        TrainingSource(files: labelling.applied(to: try CaseFiles.find(inFolder: $0)), isTrusted: true)
      })
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
    sources = try record.cases.map { one in
      try Self.check(one.mask, hash: one.maskSHA256)
      let raters = one.raters.isEmpty ? [RunRater(name: "rater1", path: one.mask)] : one.raters
      guard let flair = one.images.first, one.images.count == record.plan.imageRoles.count else {
        throw FileError(.badData, path: path, problem: "names \(one.images.count) images of '\(one.name)'")
      }
      var files = CaseFiles(
        name: one.name, flair: flair,
        images: zip(record.plan.imageRoles, one.images).dropFirst().map { ImageFile(role: $0, path: $1) },
        raters: raters.map { RaterFile(name: $0.name, path: $0.path, labels: $0.labels) }, brainMask: one.brainMask)
      var trustedName: String?
      if let path = one.trustedMask {
        try Self.check(path, hash: one.trustedMaskSHA256)
        trustedName = "trusted"
        files.furtherMasks = [RaterFile(name: "trusted", path: path, labels: one.trustedLabels)]
      }
      return TrainingSource(files: files, trustedMask: trustedName, isTrusted: one.isTrusted ?? false)
    }
  }

  private static func check(_ path: String, hash: String?) throws {
    guard let hash, let now = SHA256.ofFile(path), now != hash else { return }
    throw FileError(
      .badData, path: path, problem: "has changed since the run", advice: "bring the file of then back, or train anew")
  }
}

/// Where a case comes from, and what of it is trusted.
struct TrainingSource {
  let files: CaseFiles
  /// The name of the mask that annotates trusted slices.
  var trustedMask: String?
  /// Whether all its slices are trusted.
  var isTrusted = false

  /// The mask of that name, by which trusted slices are annotated.
  func trustedFile() throws -> RaterFile? {
    guard let trustedMask else { return nil }
    let masks = files.raters + files.furtherMasks
    guard let found = masks.last(where: { $0.name == trustedMask }) else {
      throw FileError(
        .badData, path: files.flair, problem: "has no mask named '\(trustedMask)'",
        advice: "its masks are \(masks.map(\.name).joined(separator: ", "))")
    }
    return found
  }
}

/// One case as training wants it.
struct TrainingInput {
  let trainingCase: TrainingCase
  let record: RunCase
  let notes: [String]

  init(_ source: TrainingSource, roles: [String], softMask: SoftMaskParameters) throws {
    let files = source.files
    var review = try ReviewCase.load(files, withImages: false)
    guard let rater = review.raters.first else {
      throw FileError(.badData, path: files.flair, problem: "has no mask to train on", advice: "add a mask to the case")
    }
    let (volumes, paths) = try review.channels(roles)
    let growth = SoftMaskGrowth(expert: rater.mask, flair: review.flair.volume, brain: review.brain)
    let target = growth.softMask(softMask)
    let hash = SHA256.ofFile(rater.path)
    let trustedFile = try source.trustedFile()
    let trusted = try trustedFile.map { file in
      let mask = try review.loadFurtherMask(file).mask
      return SoftMaskGrowth(expert: mask, flair: review.flair.volume, brain: review.brain).softMask(softMask)
    }
    trainingCase = TrainingCase(
      name: review.name, channels: volumes, brain: review.brain, target: target, trusted: trusted,
      isTrusted: source.isTrusted, raters: review.raters, raterHashes: [hash].compactMap(\.self),
      spatial: review.flair.spatial)
    record = RunCase(
      name: review.name, images: paths.map(absolutePath), mask: absolutePath(rater.path), maskSHA256: hash,
      brainMask: files.brainMask.map(absolutePath), trustedMask: trustedFile.map { absolutePath($0.path) },
      trustedMaskSHA256: trustedFile.flatMap { SHA256.ofFile($0.path) }, trustedLabels: trustedFile?.lesionLabels,
      isTrusted: source.isTrusted ? true : nil,
      raters: files.raters.map { RunRater(name: $0.name, path: absolutePath($0.path), labels: $0.lesionLabels) })
    notes = (review.notes + target.report.warnings).map { "\(review.name): \($0)" }
  }
}

/// A run is repeated from anywhere.
private func absolutePath(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
