public import VolumeModel

/// One case as a run learns from it, together with what `run.toml` says of it.
public struct TrainingInput: Sendable {
  /// What is learned from.
  public var trainingCase: TrainingCase
  /// Nil for a case that lies in no files.
  public let record: RunCase?
  /// What is worth saying about the case, a sentence each.
  public let notes: [String]

  /// A case that is in memory alone: a run with it cannot be repeated from its record.
  public init(unrecorded trainingCase: TrainingCase) {
    self.init(trainingCase: trainingCase, record: nil, notes: [])
  }

  init(trainingCase: TrainingCase, record: RunCase?, notes: [String]) {
    self.trainingCase = trainingCase
    self.record = record
    self.notes = notes
  }
}

/// A case to learn from, by its files.
public enum TrainingSource: Sendable {
  /// - Parameter trusted: the name of the mask that annotates trusted slices; nil trusts nothing.
  case files(CaseFiles, trusted: String? = nil)
  /// A case whose every slice is trusted.
  case trustedCase(CaseFiles)
  /// A case of an earlier run, as its record has it.
  case record(RunCase)
}

extension TrainingInput {
  /// Reads a case.
  /// - Parameters:
  ///   - roles: the images to learn from, FLAIR first.
  ///   - softMask: how the masks are grown.
  ///   - raters: whose masks are learned from; trusted cases are those of their first rater.
  /// - Throws: `FileError` when a file cannot be used, or is no longer what an earlier run read.
  public init(
    _ source: TrainingSource, roles: [String], softMask: SoftMaskParameters, raters: RaterUse = .first
  ) throws(FileError) {
    switch source {
    case .files(let files, let trustedName):
      let trustedFile = try trustedName.map { name throws(FileError) in try files.mask(named: name) }
      try self.init(files, trustedFile: trustedFile, roles: roles, softMask: softMask, raters: raters)
    case .trustedCase(let files):
      let scan = try TrainingScan(try ReviewCase.load(files, withImages: false), roles: roles)
      let annotation = try scan.firstRater()
      self = scan.input(
        learningFrom: annotation, target: scan.grown(annotation.mask, by: softMask), trust: .wholeCase)
    case .record(let record):
      try record.checkFiles()
      let files = try record.files(roles: roles)
      let trustedFile = record.trustedMask.map {
        RaterFile(name: "trusted", path: $0, labels: record.trustedLabels)
      }
      try self.init(
        files, annotation: RaterFile(name: "trained", path: record.mask, labels: record.maskLabels),
        trustedFile: trustedFile,
        isTrusted: record.isTrusted ?? false, roles: roles, softMask: softMask, raters: raters)
    }
  }

  /// - Parameter annotationFile: the mask to learn from; nil for the first rater's.
  private init(
    _ files: CaseFiles, annotation annotationFile: RaterFile? = nil, trustedFile: RaterFile?, isTrusted: Bool = false,
    roles: [String], softMask: SoftMaskParameters, raters: RaterUse
  ) throws(FileError) {
    var files = files
    // What is trusted is no reading of one more rater.
    files.furtherMasks.removeAll { $0.path == trustedFile?.path }
    let review = try ReviewCase.load(files, withImages: false).withAllRaters()
    let scan = try TrainingScan(review, roles: roles)
    let annotation: TrainingMask
    if let annotationFile {
      annotation = TrainingMask(try review.loadFurtherMask(annotationFile))
    } else {
      annotation = try scan.firstRater()
    }
    var trust = isTrusted ? TrainingTrust.wholeCase : .nothing
    if let trustedFile {
      let mask = TrainingMask(try review.loadFurtherMask(trustedFile))
      trust = .mask(mask, scan.grown(mask.mask, by: softMask))
    }
    let readings = isTrusted ? ([], []) : scan.readings(raters, by: softMask)
    let input = scan.input(
      learningFrom: annotation, target: scan.grown(annotation.mask, by: softMask), readings: readings.0, trust: trust)
    self.init(trainingCase: input.trainingCase, record: input.record, notes: input.notes + readings.1)
  }
}

extension CaseFiles {
  /// A mask of the case by the name that the case has for it.
  /// - Throws: `FileError` with the names that there are.
  public func mask(named name: String) throws(FileError) -> RaterFile {
    let masks = raters + furtherMasks
    guard let found = masks.last(where: { $0.name == name }) else {
      throw FileError(
        .badData, path: flair, problem: "has no mask named '\(name)'",
        advice: "its masks are \(masks.map(\.name).joined(separator: ", "))")
    }
    return found
  }
}
