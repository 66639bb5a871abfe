public import VolumeModel

/// One scan of an experiment, in memory.
public struct ExperimentCase: Sendable {
  /// Scans of one patient are trained on or tested on together.
  public let patient: String
  /// Images, brain and raters. Rater 1 is trained on; the others are compared with.
  let scan: TrainingScan
  /// Rater 1's mask and the file it lies in.
  let annotation: TrainingMask
  /// Nil where no mask is grown.
  private let growth: SoftMaskGrowth?

  /// Of the scan.
  public var name: String { scan.name }
  /// The files that the case was read from.
  var record: RunCase { scan.record(learningFrom: annotation, comparedWith: raters) }
  /// Rater 1 is trained on; the others are compared with.
  public var raters: [RaterMask] { scan.raters }
  package var channels: [Volume<Float>] { scan.channels }
  package var brain: Mask { scan.brain }
  var spatial: SpatialForm { scan.spatial }

  /// - Parameters:
  ///   - growsMasks: whether soft masks will be asked for.
  ///   - readsAllRaters: whether more than the two raters that tables have columns for are asked for.
  public static func load(
    _ files: CaseFiles, roles: [String], growsMasks: Bool, readsAllRaters: Bool
  ) throws(FileError) -> ExperimentCase {
    let review = try ReviewCase.load(files, withImages: false)
    let scan = try TrainingScan(readsAllRaters ? review.withAllRaters() : review, roles: roles)
    let one = try ExperimentCase(scan, patient: files.patient, growsMasks: growsMasks)
    guard !one.annotation.mask.isEmpty else {
      throw FileError(
        .badData, path: one.annotation.path, problem: "holds no lesion", advice: "leave the case out")
    }
    return one
  }

  package init(_ scan: TrainingScan, patient: String, growsMasks: Bool) throws(FileError) {
    self.scan = scan
    self.patient = patient
    let annotation = try scan.firstRater()
    self.annotation = annotation
    growth =
      growsMasks
      ? scan.channels.first.map { SoftMaskGrowth(expert: annotation.mask, flair: $0, brain: scan.brain) } : nil
  }

  /// The mask of rater 1.
  var clean: Mask { annotation.mask }

  func softMask(_ parameters: SoftMaskParameters) -> SoftMask {
    growth?.softMask(parameters) ?? SoftMask(expert: clean)
  }

  /// The mask of rater 1 with noise on a fraction of its lesion slices. All methods of a seed see the same one, and a higher
  /// rate corrupts the same slices and more.
  func noisyMask(_ choice: NoiseChoice, rate: Double, seed: UInt64) -> Mask {
    let own = NoiseRate.seed(ofMember: name, seed: seed)
    let slices = AxialSlices(clean.grid).occupied(by: clean)
    let corrupted = Set(NoiseRate.corrupted(of: slices.count, rate: rate, seed: own).map { slices[$0] })
    let bright = choice.kind.needsFlair ? BrightTissue(flair: channels[0], brain: brain, awayFrom: clean) : nil
    return choice.noise.apply(to: clean, seed: own, bright: bright, slices: rate >= 1 ? nil : corrupted).mask
  }
}
