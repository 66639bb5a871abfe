package import Pictures
package import VolumeModel

/// What came out of the review of a case, as an export writes it.
package struct ReviewOutcome: Sendable {
  package let review: ReviewCase
  package let table: LesionTable
  /// Every lesion with what was said of it.
  package let rows: [LesionRow]
  package let state: ReviewState
  /// What undecided lesions become.
  package let undecided: UndecidedPolicy
  package let adjudicated: Mask
  /// The prediction at the threshold that was looked at; nil without one.
  package let prediction: Mask?
  package let predictionThreshold: Double?
  package let theme: Theme
  /// How far the readers of the case agree; empty with fewer than two.
  package let readers: [ReaderAgreement]

  package init(
    review: ReviewCase, table: LesionTable, state: ReviewState, undecided: UndecidedPolicy, prediction: Mask?,
    predictionThreshold: Double?, theme: Theme, readers: [ReaderAgreement] = []
  ) {
    self.review = review
    self.table = table
    self.state = state
    self.undecided = undecided
    self.prediction = prediction
    self.predictionThreshold = prediction == nil ? nil : predictionThreshold
    self.theme = theme
    self.readers = readers
    rows = table.rows(state)
    adjudicated = state.adjudicatedMask(
      of: review.raters.map(\.mask), on: review.grid, undecided: undecided, rows: rows)
  }

  package var decidedCount: Int { rows.count(where: \.isDecided) }

  /// "12/31 lesions decided".
  package var progress: String { "\(decidedCount)/\(rows.count) lesions decided" }
}
