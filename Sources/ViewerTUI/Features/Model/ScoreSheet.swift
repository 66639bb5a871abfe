import Pictures
import VolumeModel

/// Full metrics of the prediction against each rater, and of the raters against each other.
struct ScoreSheet: SheetComponent {
  var scroll = 0

  package var mode: KeyMode { .scores }

  func sheet(of viewer: Viewer) -> Sheet {
    var rows: [Sheet.Row] = []
    if viewer.model.isScoring { rows.append(.text("computing …")) }
    if viewer.scan.prediction == nil {
      let (predict, train) = (viewer.keyLabel("predict"), viewer.keyLabel("train"))
      rows.append(.text("No prediction yet: \(predict) predicts with trained weights, \(train) trains on this case."))
      rows.append(.blank)
    }
    if let scores = viewer.model.scores { rows += Self.rows(of: scores, viewer) }
    return Sheet(title: "Scores", rows: rows, keyWidth: 26, width: 92)
  }

  private static func rows(of table: ScoreTable, _ viewer: Viewer) -> [Sheet.Row] {
    func line(_ title: String, _ value: (AgreementMetrics) -> String) -> Sheet.Row {
      .columns([title] + table.rows.map { value($0.report.metrics) })
    }
    func number(_ value: Double?, _ digits: Int = 3) -> String { value.map { Wording.fixed($0, digits) } ?? "n/a" }
    let matrix = table.raters.map { Self.rows(of: $0, viewer) } ?? []
    guard !table.rows.isEmpty else { return matrix }
    var rows: [Sheet.Row] = [
      .columns([""] + table.rows.map(\.title)),
      line("Dice") { number($0.dice) },
      line("precision") { number($0.precision) },
      line("recall") { number($0.recall) },
      line("volume of reference, ml") { number($0.volumeReferenceML, 2) },
      line("volume of candidate, ml") { number($0.volumeCandidateML, 2) },
      line("HD95 directed, mm") { number($0.hausdorff95MM, 2) },
      line("ASSD, mm") { number($0.averageSymmetricSurfaceDistanceMM, 2) },
      line("lesions of reference") { "\($0.lesionsReference)" },
      line("lesions of candidate") { "\($0.lesionsCandidate)" },
      line("lesions found (LTPR)") { number($0.lesionTruePositiveRate) },
      line("false lesions (LFPR)") { number($0.lesionFalsePositiveRate) },
      line("lesion F1") { number($0.lesionF1) },
      .blank,
    ]
    if table.threshold.isFinite {
      let atLeast = Wording.atLeast(viewer.interface.display.glyphs)
      let removed = viewer.scan.prediction?.filter.largestRemovedMM3 ?? 0
      rows.append(
        .text(
          "Prediction: p \(atLeast) \(Wording.fraction(table.threshold)), "
            + (removed > 0 ? "components of more than \(Wording.fixed(removed, 0)) mm³ kept." : "all components kept."))
      )
    }
    rows.append(.text("Lesions are 18-connected; one shared voxel counts as found. Candidate against reference."))
    if viewer.scan.raters.contains(where: \.isSimulated) {
      rows.append(.text("Rater 2 is SIMULATED: its numbers say nothing about human agreement."))
    }
    return matrix.isEmpty ? rows : matrix + [.blank] + rows
  }
}
