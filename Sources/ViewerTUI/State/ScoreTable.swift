package import VolumeModel

/// Full metrics of the prediction against each rater and of the raters against each other.
package struct ScoreTable: Sendable {
  package struct Row: Sendable {
    package let title: String
    package let report: AgreementReport

    package init(title: String, report: AgreementReport) {
      self.title = title
      self.report = report
    }
  }

  package let rows: [Row]
  package let threshold: Double
  /// How three raters and more agree; nil with fewer.
  package let raters: RaterMatrix?

  package init(rows: [Row], threshold: Double, raters: RaterMatrix? = nil) {
    self.raters = raters
    self.rows = rows
    self.threshold = threshold
  }
}
