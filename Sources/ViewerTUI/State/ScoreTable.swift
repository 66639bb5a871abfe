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

  package init(rows: [Row], threshold: Double) {
    self.rows = rows
    self.threshold = threshold
  }
}
