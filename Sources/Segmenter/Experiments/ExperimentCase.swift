internal import Foundation
public import VolumeModel

/// One scan of an experiment, in memory.
public struct ExperimentCase: Sendable {
  public let name: String
  /// Scans of one patient are trained on or tested on together.
  public let patient: String
  let channels: [Volume<Float>]
  let brain: Mask
  /// Rater 1 is trained on; the others are compared with.
  public let raters: [RaterMask]
  /// What a run records of the case.
  let record: RunCase
  let spatial: SpatialForm
  /// Nil where no mask is grown.
  private let growth: SoftMaskGrowth?

  /// - Parameter growsMasks: whether soft masks will be asked for.
  public static func load(
    _ files: CaseFiles, roles: [String], growsMasks: Bool
  ) throws(FileError) -> ExperimentCase {
    var review = try ReviewCase.load(files, withImages: false)
    guard let rater = review.raters.first else {
      throw FileError(.badData, path: files.flair, problem: "has no mask to train on", advice: "add a mask to the case")
    }
    guard !rater.mask.isEmpty else {
      throw FileError(.badData, path: rater.path, problem: "holds no lesion", advice: "leave the case out")
    }
    let (volumes, paths) = try review.channels(roles)
    func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
    let record = RunCase(
      name: review.name, images: paths.map(absolute), mask: absolute(rater.path),
      maskSHA256: SHA256.ofFile(rater.path), brainMask: files.brainMask.map(absolute),
      raters: review.raters.map { RunRater(name: $0.name, path: absolute($0.path)) })
    return ExperimentCase(
      name: review.name, patient: files.patient, channels: volumes, brain: review.brain, raters: review.raters,
      record: record, spatial: review.flair.spatial, growsMasks: growsMasks)
  }

  package init(
    name: String, patient: String, channels: [Volume<Float>], brain: Mask, raters: [RaterMask], record: RunCase,
    spatial: SpatialForm, growsMasks: Bool
  ) {
    self.name = name
    self.patient = patient
    self.channels = channels
    self.brain = brain
    self.raters = raters
    self.record = record
    self.spatial = spatial
    growth =
      growsMasks ? raters.first.map { SoftMaskGrowth(expert: $0.mask, flair: channels[0], brain: brain) } : nil
  }

  /// The mask of rater 1.
  var clean: Mask { raters.first?.mask ?? Mask(grid: brain.grid) }

  func softMask(_ parameters: SoftMaskParameters) -> SoftMask {
    growth?.softMask(parameters) ?? SoftMask(expert: clean)
  }

  /// The mask of rater 1 with noise on a share of its lesion slices. All methods of a seed see the same one, and a higher
  /// rate spoils the same slices and more.
  func noisyMask(_ choice: NoiseChoice, rate: Double, seed: UInt64) -> Mask {
    let own = NoiseRate.seed(ofMember: name, seed: seed)
    let slices = AxialSlices(clean.grid).occupied(by: clean)
    let spoilt = Set(NoiseRate.corrupted(of: slices.count, rate: rate, seed: own).map { slices[$0] })
    let bright = choice.kind.needsFlair ? BrightTissue(flair: channels[0], brain: brain, awayFrom: clean) : nil
    return choice.noise.apply(to: clean, seed: own, bright: bright, slices: rate >= 1 ? nil : spoilt).mask
  }
}
