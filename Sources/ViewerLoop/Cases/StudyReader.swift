import Foundation
package import Segmenter
package import VolumeModel

/// Reads cases as their reviews left them, for training.
package struct StudyReader: Sendable {
  private let preparation: CasePreparation
  private let author: String
  private let isBlind: Bool
  private let isAdjudication: Bool
  private let environment: [String: String]

  /// - Parameters:
  ///   - isAdjudication: whether the author's final words on what readers said are meant.
  ///   - environment: says where journals are kept.
  package init(
    preparation: CasePreparation, author: String, isAdjudication: Bool = false,
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.environment = environment
    self.isAdjudication = isAdjudication
    isBlind = preparation.blindReviewer != nil
    self.preparation = preparation.unblinded
    self.author = author
  }

  /// What a run learns from a case: the adjudicated mask where the reader chose voxels, or else rater 1.
  /// - Parameter maskPath: where an adjudicated mask is written, so that the run can be repeated.
  package func input(
    _ files: CaseFiles, roles: [String], _ parameters: SoftMaskParameters, maskPath: String
  ) throws(FileError) -> (TrainingInput, isAdjudicated: Bool) {
    let review = try preparation.load(files)
    let scan = try TrainingScan(review, roles: roles)
    let state = try ReviewState.recorded(
      of: files, author: author, isBlind: isBlind, isAdjudication: isAdjudication, grid: review.grid,
      environment: environment)
    guard let state, state.hasChosenVoxels else {
      let annotation = try scan.firstRater()
      return (scan.input(learningFrom: annotation, target: scan.grown(annotation.mask, by: parameters)), false)
    }
    let mask = state.adjudicatedMask(of: review.raters.map(\.mask), on: review.grid, undecided: review.usualPolicy)
    let annotation = try TrainingMask(
      mask, name: "adjudicated", among: review.raters, orWrittenTo: maskPath, like: scan.spatial)
    return (scan.input(learningFrom: annotation, target: scan.grown(mask, by: parameters)), true)
  }

  /// How far the review of a case is, by its journal; nil where there is none, or it cannot be read.
  package func progress(of files: CaseFiles) -> ReviewState? {
    try? ReviewState.recorded(
      of: files, author: author, isBlind: isBlind, isAdjudication: isAdjudication, environment: environment)
  }
}
