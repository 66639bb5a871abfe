import ArgumentParser
import VolumeModel

/// One case, as a folder or file by file.
struct CaseArguments: ParsableArguments {
  @Option(name: .customLong("case"), help: "A case folder; 'flairscope info FOLDER' says what is found in it.")
  var caseFolder: String?

  @Option(help: "The FLAIR image: of a case given file by file, or the one to take in a folder.", completion: .file())
  var flair: String?

  @Option(help: "The lesion mask of rater 1.", completion: .file())
  var rater1: String?

  @Option(help: "The lesion mask of rater 2.", completion: .file())
  var rater2: String?

  @Option(
    name: .customLong("rater"),
    help: "The lesion mask of one more rater, after rater 1 and 2; FILE:2 is a file's second volume. May be repeated.",
    completion: .file())
  var moreRaters: [String] = []

  @Option(help: "A probability map or mask to show as the prediction.", completion: .file())
  var prediction: String?

  @Option(name: .customLong("image"), help: "A further image, as NAME=FILE. May be repeated.")
  var images: [String] = []

  @Option(help: "A brain mask; without one, the brain is estimated from the FLAIR.", completion: .file())
  var brainMask: String?

  @Option(help: "The earlier visit of the same person, as a case folder: lesions new, gone, grown and shrunk since.")
  var earlier: String?

  @Option(help: "Resample masks of another grid: 'nearest'. Without it they are refused.")
  var resample: String?

  @OptionGroup var reading: ReadingArguments

  func validate() throws {
    if let resample, resample != "nearest" {
      throw ValidationError("'\(resample)' is no way to resample; there is 'nearest'.")
    }
  }

  /// The files of the case; `positional` is a folder given without a flag, `study` the same folder looked through already.
  func files(positional: String? = nil, study: StudyFolder? = nil) throws -> CaseFiles {
    let named = NamedRoles(
      flair: flair, rater1: rater1, rater2: rater2, prediction: prediction, brainMask: brainMask,
      images: try extraImages(), moreRaters: moreRaters, labels: reading.values, form: reading.useForm)
    if let folder = positional ?? caseFolder {
      var files = try study?.onlyCase(named: folder) ?? CaseFiles.find(inFolder: folder, flair: flair)
      if isAnyNamed { files.take(named) }
      return files
    }
    guard let flair else { throw ValidationError("Name a case: a folder, or --flair FILE.") }
    if rater2 != nil, rater1 == nil { throw ValidationError("--rater2 needs --rater1 where no folder is given.") }
    var files = CaseFiles(flair: flair)
    files.take(named)
    return files
  }

  /// The folder given for the case, looked through, as it may hold several; nil where options say which files are meant.
  func study(positional: String?) throws -> StudyFolder? {
    guard let folder = positional ?? caseFolder, flair == nil, earlier == nil, !isAnyRoleNamed else { return nil }
    guard StudyFolder.isFolder(folder), !StudyFolder.isDescribedCase(folder) else { return nil }
    return try StudyFolder(folder)
  }

  /// Whether any option says which files a case has.
  var namesCase: Bool { caseFolder != nil || flair != nil || earlier != nil || isAnyRoleNamed }

  private var isAnyRoleNamed: Bool {
    rater1 != nil || rater2 != nil || prediction != nil
      || brainMask != nil || !images.isEmpty || !moreRaters.isEmpty
  }

  private var isAnyNamed: Bool { isAnyRoleNamed || reading.values != nil || reading.useForm != nil }

  /// The words that name the case again.
  func words(positional: String?) -> [String] {
    var words: [String] = []
    if let folder = positional ?? caseFolder { words += ["--case", folder] }
    for (flag, value) in [
      ("--flair", flair), ("--rater1", rater1), ("--rater2", rater2), ("--prediction", prediction),
      ("--brain-mask", brainMask), ("--resample", resample),
    ] {
      if let value { words += [flag, value] }
    }
    return words + moreRaters.flatMap { ["--rater", $0] } + reading.words + images.flatMap { ["--image", $0] }
  }

  func load(
    positional: String? = nil, study: StudyFolder? = nil, brainCache: BrainCache? = nil
  ) throws -> ReviewCase {
    let isResampled = resample == "nearest"
    let found = try files(positional: positional, study: study)
    if let memory = CaseMemory(of: found) {
      if let note = memory.note { Messages.note(note) }
      try memory.check()
    }
    let review = try ReviewCase.load(
      found, resampleNearest: isResampled, withImages: false,
      brainCache: brainCache)
    guard let earlier else { return review }
    return try ReviewCase.visits(
      earlier: try CaseFiles.find(inFolder: earlier), later: review, resampleNearest: isResampled)
  }

  private func extraImages() throws -> [ImageFile] {
    try images.map { text in
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw ValidationError("'\(text)' is no image; write NAME=FILE.") }
      return ImageFile(role: parts[0], path: parts[1])
    }
  }
}
