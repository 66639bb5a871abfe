/// One rater's mask, by file.
public struct RaterFile: Sendable, Hashable {
  /// What the file or the case file calls the rater, as in "consensus" or "rater1".
  public let name: String
  /// The file of the mask; `FILE:2` is its second volume.
  public let path: String
  /// Whether the mask was computed to stand in for a person. Shown wherever its numbers are.
  public let isSimulated: Bool
  /// The label values that a user chose as lesions.
  public var labels: [Int]?
  /// The label values that the layout knows as lesions.
  var layoutLabels: [Int]?
  /// The label values that a user chose for other cases of a sitting, where nothing else says which are lesions.
  package var suggestedLabels: [Int]?

  /// Which values of the mask are lesions.
  public var labelChoice: LabelChoice {
    labels.map { LabelChoice(chosen: $0, namedBeside: path) }
      ?? LabelChoice(of: VolumePath(path).file, layoutValues: layoutLabels, otherwise: suggestedLabels)
  }

  /// The values that count, for a record of what was done; nil for all.
  public var lesionLabels: [Int]? { labelChoice.values?.sorted() }

  /// - Parameters:
  ///   - isSimulated: nil to see it from the names.
  ///   - labels: the values that are lesions; nil for what the file or its layout says.
  public init(name: String, path: String, isSimulated: Bool? = nil, labels: [Int]? = nil) {
    self.labels = labels
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
  /// The file of the image; `FILE:2` is its second volume.
  public let path: String

  /// A further image by its sequence and its file.
  public init(role: String, path: String) {
    self.role = role
    self.path = path
  }
}

/// Which file plays which role in a case: a FLAIR, further images, the masks of raters, a prediction, a brain mask.
public struct CaseFiles: Sendable, Hashable {
  /// What the case is called in lists and in file names.
  public var name: String
  /// The file of the FLAIR, whose grid is that of the case.
  public var flair: String
  /// Without the FLAIR.
  public var images: [ImageFile]
  /// The masks that are compared, rater 1 first; none, one or two when found in a folder.
  public var raters: [RaterFile]
  /// Masks beyond the two that are compared, to be looked at as further layers.
  public var furtherMasks: [RaterFile] = []
  /// A probability map.
  public var prediction: String?
  /// A mask of the brain; without one the brain is estimated.
  public var brainMask: String?
  /// A label map of places in the brain, by which `agreement` counts lesions.
  public var regions: String?
  /// What was picked for which role, and what was left aside, a sentence each.
  public var notes: [String]
  /// Which layout of files was seen, as in "BIDS"; nil for files that were named one by one.
  public var layout: String?
  /// Which visit of the patient it is, where the layout says.
  public var visit: String?
  /// Which file plays which role, and why.
  public var roles: [RoleChoice] = []
  /// The files that belong to the case and play no role, and why.
  public var passedOver: [PassedOverFile] = []
  /// The form by which files are read that have two which differ.
  public var form: SpatialForm.Source?
  /// What a reader should know about the masks of the layout.
  var remark: String?
  /// Whose scan it is, where the layout says.
  var givenPatient: String?

  /// Whether the files were found by their names, not named one by one.
  var isSearched: Bool { layout != nil && layout != CaseDescription.layout }

  /// All files of the case, which no command may replace.
  public var inputs: [String] {
    let named =
      [flair] + images.map(\.path) + (raters + furtherMasks).map(\.path)
      + [prediction, brainMask, regions].compactMap { $0 }
    return named.map { VolumePath($0).file }
  }

  /// A case of files that have been looked for already.
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
