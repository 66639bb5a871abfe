import ArgumentParser
import VolumeModel

/// One case, as a folder or file by file.
struct CaseArguments: ParsableArguments {
  @Option(name: .customLong("case"), help: "A case folder (BIDS-like, ISBI 2015, or with a case.toml).")
  var caseFolder: String?

  @Option(help: "The FLAIR image, when the case is given file by file.", completion: .file())
  var flair: String?

  @Option(help: "The lesion mask of rater 1.", completion: .file())
  var rater1: String?

  @Option(help: "The lesion mask of rater 2.", completion: .file())
  var rater2: String?

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

  func validate() throws {
    if caseFolder != nil, flair != nil { throw ValidationError("Give a case folder or --flair, not both.") }
    if let resample, resample != "nearest" {
      throw ValidationError("'\(resample)' is no way to resample; there is 'nearest'.")
    }
    if rater2 != nil, rater1 == nil, caseFolder == nil { throw ValidationError("--rater2 needs --rater1.") }
  }

  /// The files of the case; `positional` is a folder given without a flag.
  func files(positional: String? = nil) throws -> CaseFiles {
    if let folder = positional ?? caseFolder {
      guard flair == nil else { throw ValidationError("Give a case folder or --flair, not both.") }
      var files = try CaseFiles.find(inFolder: folder)
      if let rater1 { files.raters = [RaterFile(name: "rater1", path: rater1)] + files.raters.dropFirst() }
      if let rater2 { files.raters = files.raters.prefix(1) + [RaterFile(name: "rater2", path: rater2)] }
      if let prediction { files.prediction = prediction }
      if let brainMask { files.brainMask = brainMask }
      files.images += try extraImages()
      return files
    }
    guard let flair else { throw ValidationError("Name a case: a folder, or --flair FILE.") }
    return CaseFiles(
      flair: flair, raterMasks: [rater1, rater2].compactMap { $0 }, images: try extraImages(), prediction: prediction,
      brainMask: brainMask)
  }

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
    return words + images.flatMap { ["--image", $0] }
  }

  func load(positional: String? = nil, brainCache: BrainCache? = nil) throws -> ReviewCase {
    let isResampled = resample == "nearest"
    let review = try ReviewCase.load(
      try files(positional: positional), resampleNearest: isResampled, withImages: false,
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
