import Foundation
import VolumeModel

/// Agreement as text for people and as CSV.
enum AgreementText {
  /// The measures in reading order, the unit in the name.
  static func rows(_ metrics: AgreementMetrics) -> [(name: String, value: String)] {
    let ratio = { (value: Double?) in ReadableNumber.text(value) }
    let length = { (value: Double?) in ReadableNumber.text(value, decimals: 2) }
    return [
      ("Dice", ratio(metrics.dice)), ("Jaccard", ratio(metrics.jaccard)), ("precision", ratio(metrics.precision)),
      ("recall", ratio(metrics.recall)), ("kappa", ratio(metrics.kappa)),
      ("volume, reference, ml", length(metrics.volumeReferenceML)),
      ("volume, candidate, ml", length(metrics.volumeCandidateML)),
      ("volume difference", ratio(metrics.volumeDifference)), ("HD, mm", length(metrics.hausdorffMM)),
      ("HD95, mm", length(metrics.hausdorff95MM)), ("ASD, mm", length(metrics.averageSurfaceDistanceMM)),
      ("ASSD, mm", length(metrics.averageSymmetricSurfaceDistanceMM)),
      ("lesions, reference", "\(metrics.lesionsReference)"), ("lesions, candidate", "\(metrics.lesionsCandidate)"),
      ("lesion TPR", ratio(metrics.lesionTruePositiveRate)), ("lesion FPR", ratio(metrics.lesionFalsePositiveRate)),
      ("lesion F1", ratio(metrics.lesionF1)),
    ]
  }

  /// What the lists of lesions have to say: the missed ones and the extra ones, largest first.
  static func lesions(_ lesions: [LesionAgreement]) -> String {
    var text = ""
    let titles: [(side: LesionAgreement.Side, title: String)] = [
      (.reference, "missed lesions of the reference"), (.candidate, "extra lesions of the candidate"),
    ]
    for (side, title) in titles {
      let unmatched = lesions.filter { $0.mask == side && !$0.matched }.sorted { $0.voxels > $1.voxels }
      guard !unmatched.isEmpty else { continue }
      let shown = unmatched.prefix(10)
      let more = unmatched.count > shown.count ? ", the \(shown.count) largest of \(unmatched.count)" : ""
      var table = TextTable([("no.", .right), ("voxels", .right), ("ml", .right), ("centre, voxel", .left)])
      for lesion in shown {
        let centre = lesion.centroidVoxel.map { "\(Int($0.rounded()))" }.joined(separator: " ")
        table.add(["\(lesion.id)", "\(lesion.voxels)", ReadableNumber.text(lesion.volumeML), centre])
      }
      text += (text.isEmpty ? "" : "\n") + title + more + "\n" + table.text
    }
    return text
  }

  static func grid(_ grid: VoxelGrid) -> String {
    let spacing = grid.spacingMM
    let sizes = [spacing.x, spacing.y, spacing.z].map { String(format: "%g", ($0 * 1000).rounded() / 1000) }
    return "\(grid.shapeText), \(sizes.joined(separator: " x ")) mm"
  }

  /// A heading and a row; n/a is an empty field.
  static func csv(_ report: AgreementReport, reference: String, candidate: String) -> String {
    let m = report.metrics
    let fields: [(String, String)] = [
      ("reference", quoted(reference)), ("candidate", quoted(candidate)),
      ("connectivity", "\(report.connectivity.rawValue)"), ("dice", full(m.dice)), ("jaccard", full(m.jaccard)),
      ("precision", full(m.precision)), ("recall", full(m.recall)), ("kappa", full(m.kappa)),
      ("volume_reference_ml", full(m.volumeReferenceML)), ("volume_candidate_ml", full(m.volumeCandidateML)),
      ("volume_difference", full(m.volumeDifference)), ("hd_mm", full(m.hausdorffMM)),
      ("hd95_mm", full(m.hausdorff95MM)), ("asd_mm", full(m.averageSurfaceDistanceMM)),
      ("assd_mm", full(m.averageSymmetricSurfaceDistanceMM)), ("lesions_reference", "\(m.lesionsReference)"),
      ("lesions_candidate", "\(m.lesionsCandidate)"), ("lesion_tpr", full(m.lesionTruePositiveRate)),
      ("lesion_fpr", full(m.lesionFalsePositiveRate)), ("lesion_f1", full(m.lesionF1)),
    ]
    return fields.map(\.0).joined(separator: ",") + "\n" + fields.map(\.1).joined(separator: ",") + "\n"
  }

  private static func full(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacingOccurrences(of: "\"", with: "\"\"") + "\""
  }
}
