import Dispatch
package import VolumeModel
package import ViewerTUI

/// Loads cases one after the other away from the interface, the wanted one first and the next one ahead.
package final class CaseLoader: Sendable {
  private let queue = DispatchQueue(label: "flairscope.cases", qos: .userInitiated)
  private let surveys = DispatchQueue(label: "flairscope.survey", qos: .utility)

  package init() {}

  /// Loads a case; `done` is called on another thread.
  package func load(
    _ files: CaseFiles, _ preparation: CasePreparation,
    done: @escaping @Sendable (Result<ReviewCase, FileError>) -> Void
  ) {
    queue.async { done(Result { () throws(FileError) in try preparation.load(files) }) }
  }

  /// Reads the files of an open case again; `done` is called on another thread.
  func reload(
    _ review: ReviewCase, labels: [Int]?, _ preparation: CasePreparation,
    done: @escaping @Sendable (Result<ReviewCase, FileError>) -> Void
  ) {
    queue.async { done(Result { () throws(FileError) in try preparation.reload(review, labels: labels) }) }
  }

  /// Looks in the journal of a case how far its review is.
  func progress(_ files: CaseFiles, _ reader: StudyReader, done: @escaping @Sendable (CaseProgress) -> Void) {
    surveys.async {
      if let state = reader.progress(of: files) { done(CaseProgress(recorded: state)) }
    }
  }

  /// Reads the masks of a case for the order of work; a case that cannot be read is passed over here and named when it is
  /// opened.
  package func survey(_ files: CaseFiles, done: @escaping @Sendable (CaseSurvey) -> Void) {
    surveys.async {
      if let survey = try? CaseSurvey(of: files) { done(survey) }
    }
  }
}
