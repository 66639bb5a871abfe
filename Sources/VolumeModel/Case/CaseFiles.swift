/// One rater's mask, by file.
public struct RaterFile: Sendable, Hashable {
  /// What the file or the case file calls the rater, as in "consensus" or "rater1".
  public let name: String
  public let path: String
  /// Whether the mask was computed to stand in for a person. Shown wherever its numbers are.
  public let isSimulated: Bool

  public init(name: String, path: String, isSimulated: Bool? = nil) {
    self.name = name
    self.path = path
    self.isSimulated = isSimulated ?? RaterNaming.isSimulated(name: name, path: path)
  }
}

extension RaterFile {
  /// What was picked for which rater, in words.
  func roleNote(number: Int) -> String {
    "rater \(number): \(name)\(isSimulated ? " (SIMULATED, not a person)" : ""), \(FileName(path).name)"
  }
}

/// A further image of a case, by file.
public struct ImageFile: Sendable, Hashable {
  /// The sequence, as in "T1", "T2", "PD", "T1Gd".
  public let role: String
  public let path: String

  public init(role: String, path: String) {
    self.role = role
    self.path = path
  }
}

/// Which file plays which role in a case: a FLAIR, further images, the masks of raters, a prediction, a brain mask.
public struct CaseFiles: Sendable, Hashable {
  public var name: String
  public var flair: String
  /// Without the FLAIR.
  public var images: [ImageFile]
  /// The masks that are compared, rater 1 first; none, one or two when found in a folder.
  public var raters: [RaterFile]
  /// Masks beyond the two that are compared, to be looked at as further layers.
  public var furtherMasks: [RaterFile] = []
  /// A probability map.
  public var prediction: String?
  public var brainMask: String?
  /// What was picked for which role, and what was left aside, a sentence each.
  public var notes: [String]

  public init(
    name: String, flair: String, images: [ImageFile] = [], raters: [RaterFile] = [], prediction: String? = nil,
    brainMask: String? = nil, notes: [String] = []
  ) {
    self.name = name
    self.flair = flair
    self.images = images
    self.raters = raters
    self.prediction = prediction
    self.brainMask = brainMask
    self.notes = notes
  }

  /// A case given file by file. The raters are named after their files, or "rater1" and "rater2".
  public init(
    flair: String, raterMasks: [String] = [], images: [ImageFile] = [], prediction: String? = nil,
    brainMask: String? = nil
  ) {
    let raters = raterMasks.enumerated().map { index, path in
      RaterFile(name: RaterNaming.description(in: FileName(path)) ?? "rater\(index + 1)", path: path)
    }
    self.init(
      name: FileName(flair).stem, flair: flair, images: images, raters: raters, prediction: prediction,
      brainMask: brainMask)
  }
}
