import Foundation
import VolumeModel

/// The files of one scan that is scored.
struct ScoredScan {
  let prediction: String
  /// The mask that `predict` wrote beside its map; nil where there is none.
  let predictedMask: String?
  /// One or two.
  let raters: [RaterFile]
  let flair: String?
  let brainMask: String?
  /// The case's name; nil for files that were named one by one.
  let name: String?
  /// Whether the files were found as a case, so that what is known of the raters' labels counts.
  var isFound: Bool { name != nil }

  init(prediction: String, raters: [RaterFile], flair: String?, brainMask: String?) {
    self.prediction = prediction
    predictedMask = nil
    self.raters = raters
    self.flair = flair
    self.brainMask = brainMask
    name = nil
  }

  /// The prediction of a case: its own, or the one that `predict` wrote into a folder.
  /// - Throws: `badData` without a rater, `notFound` without a prediction.
  init(_ files: CaseFiles, predictions: String?, usesFlair: Bool) throws(FileError) {
    guard !files.raters.isEmpty else {
      throw FileError(
        .badData, path: files.flair, problem: "has no rater", advice: "a prediction is scored against one")
    }
    if let predictions {
      let stem = PredictionName.stem(of: files, in: predictions)
      prediction = "\(stem)_probseg.nii.gz"
      predictedMask = ["\(stem)_mask.nii.gz"].first { FileManager.default.fileExists(atPath: $0) }
    } else if let own = files.prediction {
      prediction = own
      predictedMask = nil
    } else {
      throw FileError(
        .notFound, path: files.flair, problem: "no prediction in its case", advice: "name a folder with --predictions")
    }
    raters = Array(files.raters.prefix(2))
    flair = usesFlair ? files.flair : nil
    brainMask = files.brainMask
    name = files.name
  }
}

/// How `predict` names what it writes into a folder.
enum PredictionName {
  /// All but the kind of file, as in `FOLDER/sub-07_label-lesion_desc-flairscope`.
  static func stem(of files: CaseFiles, in folder: String) -> String { "\(folder)/\(stem(of: files))" }

  /// The same without the folder.
  static func stem(of files: CaseFiles) -> String { stem(ofCase: files.name) }

  /// The same for a case by its name.
  static func stem(ofCase name: String) -> String {
    "\(name.split(separator: "/").last.map(String.init) ?? "case")_label-lesion_desc-flairscope"
  }
}
