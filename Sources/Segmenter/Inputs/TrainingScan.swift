internal import Foundation
public import VolumeModel

/// What a run reads of one case whatever it learns from it: the images, the brain, the raters, and the files they lie in.
public struct TrainingScan: Sendable {
  /// Of the case.
  public let name: String
  /// Whose scan it is.
  public let patient: String
  /// Raw intensities on one grid, FLAIR first.
  public let channels: [Volume<Float>]
  /// Where the head's tissue is: training and prediction stay inside.
  public let brain: Mask
  /// The masks of people; rater 1 is learned from unless something else is said.
  public let raters: [RaterMask]
  /// How the images lie in space.
  public let spatial: SpatialForm
  /// What is unusual about the files, a sentence each.
  public let notes: [String]
  fileprivate let images: [RunFile]
  fileprivate let brainMask: RunFile?
  private let form: SpatialForm.Source?

  /// - Parameters:
  ///   - review: a case that is loaded, with or without its further images.
  ///   - roles: the images to learn from, FLAIR first.
  /// - Throws: `FileError` when the case lacks an image.
  public init(_ review: ReviewCase, roles: [String]) throws(FileError) {
    var review = review
    let (volumes, paths) = try review.channels(roles)
    self.init(
      name: review.name, patient: review.files.patient, channels: volumes, imagePaths: paths, brain: review.brain,
      brainMaskPath: review.files.brainMask, raters: review.raters, spatial: review.flair.spatial, notes: review.notes,
      form: review.files.form)
  }

  /// A scan from its parts.
  /// - Parameters:
  ///   - patient: nil where the scan is the patient's only one.
  ///   - form: by which files were read that have two which differ.
  public init(
    name: String, patient: String? = nil, channels: [Volume<Float>], imagePaths: [String], brain: Mask,
    brainMaskPath: String? = nil,
    raters: [RaterMask], spatial: SpatialForm, notes: [String] = [], form: SpatialForm.Source? = nil
  ) {
    self.name = name
    self.patient = patient ?? name
    self.channels = channels
    self.brain = brain
    self.raters = raters
    self.spatial = spatial
    self.notes = notes
    self.form = form
    images = imagePaths.map(RunFile.init)
    brainMask = brainMaskPath.map(RunFile.init)
  }

  /// The mask that is learned from unless something else is said.
  /// - Throws: `FileError` when there is none.
  public func firstRater() throws(FileError) -> TrainingMask {
    guard let rater = raters.first else {
      throw FileError(
        .badData, path: images.first?.path ?? name, problem: "has no mask to train on", advice: "add a mask to the case"
      )
    }
    return TrainingMask(rater)
  }

  /// The soft mask of a mask: grown over the first image within the brain.
  public func grown(_ mask: Mask, by parameters: SoftMaskParameters) -> SoftMask {
    guard let flair = channels.first else { return SoftMask(expert: mask) }
    return SoftMaskGrowth(expert: mask, flair: flair, brain: brain).softMask(parameters)
  }

  /// What each rater drew, grown by the parameters, as the use of raters asks for it.
  /// - Returns: the readings, and what is worth saying of them.
  public func readings(
    _ use: RaterUse, by parameters: SoftMaskParameters
  ) -> (masks: [SoftMask], notes: [String]) {
    guard use != .first else { return ([], []) }
    return (
      raters.map { grown($0.mask, by: parameters) },
      raters.count > 1 ? [] : ["\(name): has one rater's mask alone to learn from"]
    )
  }

  /// What a run learns from this scan, and what its record says of it: the one place where both are made.
  /// - Parameters:
  ///   - annotation: the mask that is learned from.
  ///   - target: the annotation as it is, or grown.
  ///   - readings: what each rater drew, as it is or grown, where several annotations are learned from.
  ///   - trust: what of the scan is trusted.
  ///   - raters: whose agreement with the result is reported at the end; nil for all raters of the scan.
  public func input(
    learningFrom annotation: TrainingMask, target: SoftMask, readings: [SoftMask] = [],
    trust: TrainingTrust = .nothing, comparedWith raters: [RaterMask]? = nil
  ) -> TrainingInput {
    let compared = raters ?? self.raters
    var trusted: (annotation: TrainingMask, target: SoftMask)?
    var isTrusted = false
    switch trust {
    case .nothing: break
    case .mask(let mask, let grown): trusted = (mask, grown)
    case .wholeCase: isTrusted = true
    }
    let trainingCase = TrainingCase(
      name: name, patient: patient, channels: channels, brain: brain, target: target, readings: readings,
      trusted: trusted?.target,
      isTrusted: isTrusted,
      raters: compared, raterHashes: [annotation.sha256].compactMap(\.self), spatial: spatial)
    var record = record(learningFrom: annotation, comparedWith: compared)
    record.trustedMask = trusted?.annotation.path
    record.trustedMaskSHA256 = trusted?.annotation.sha256
    record.trustedLabels = trusted?.annotation.labels
    record.isTrusted = isTrusted ? true : nil
    if !readings.isEmpty {
      for number in record.raters.indices { record.raters[number].sha256 = fileHash(record.raters[number].path) }
    }
    return TrainingInput(
      trainingCase: trainingCase, record: record,
      notes: (notes + target.report.warnings).map { "\(name): \($0)" })
  }
}

extension TrainingScan {
  /// The files of the scan, and the mask that is learned from.
  func record(learningFrom annotation: TrainingMask, comparedWith raters: [RaterMask]) -> RunCase {
    RunCase(
      name: name, patient: patient, images: images.map(\.path), imageSHA256: images.map { $0.sha256 ?? "" },
      mask: annotation.path,
      maskSHA256: annotation.sha256, maskLabels: annotation.labels, brainMask: brainMask?.path,
      brainMaskSHA256: brainMask?.sha256,
      form: form, raters: raters.map { RunRater(name: $0.name, path: absolutePath($0.path), labels: $0.labels) })
  }
}

/// What of a scan is trusted, for methods that learn from trusted slices.
public enum TrainingTrust: Sendable {
  case nothing
  /// Slices that are set aside as trusted are annotated by this mask, grown or as it is.
  case mask(TrainingMask, SoftMask)
  /// All slices, as annotated; the case is then for such methods alone.
  case wholeCase
}

/// A file and what it held when it was read.
private struct RunFile: Sendable {
  let path: String
  let sha256: String?

  init(_ path: String) {
    self.path = absolutePath(path)
    sha256 = fileHash(path)
  }
}
