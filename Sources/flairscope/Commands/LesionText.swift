import VolumeModel

/// The lesions of a comparison as a table for people and as CSV: which lesion of one mask meets which of the other.
struct LesionText {
  private let lesions: [LesionAgreement]

  init(_ lesions: [LesionAgreement]) { self.lesions = lesions }

  private func count(_ side: LesionAgreement.Side, _ relations: LesionAgreement.Relation...) -> Int {
    lesions.count { $0.mask == side && relations.contains($0.relation) }
  }

  var summary: String {
    let reference = lesions.count { $0.mask == .reference }
    let candidate = lesions.count - reference
    let met = reference - count(.reference, .missed)
    return """
      reference: \(reference) lesions, \(met) met by the candidate (\(count(.reference, .split, .splitAndMerged)) split, \
      \(count(.reference, .merged, .splitAndMerged)) merged), \(count(.reference, .missed)) missed
      candidate: \(candidate) lesions, \(count(.candidate, .extra)) of them extra

      """
  }

  /// The reference's lesions, then the candidate's extra ones, largest first.
  func table(limit: Int?) -> String {
    var text = ""
    let parts: [(title: String, rows: [LesionAgreement])] = [
      ("lesions of the reference", lesions.filter { $0.mask == .reference }),
      ("extra lesions of the candidate", lesions.filter { $0.relation == .extra }),
    ]
    for (title, rows) in parts where !rows.isEmpty {
      let sorted = rows.sorted { ($0.voxels, $1.id) > ($1.voxels, $0.id) }
      let shown = sorted.prefix(limit ?? sorted.count)
      var table = TextTable([
        ("no.", .right), ("what", .left), ("voxels", .right), ("ml", .right), ("centre, mm", .left), ("slice", .right),
        ("meets no. (voxels)", .left),
      ])
      for lesion in shown {
        let centre = lesion.centroidMM.map { ReadableNumber.text($0, decimals: 1) }.joined(separator: " ")
        let partners = lesion.partners.map { "\($0.id) (\($0.overlapVoxels))" }
        let more = partners.count > 4 ? ", and \(partners.count - 4) more" : ""
        table.add([
          "\(lesion.id)", lesion.relation.rawValue, "\(lesion.voxels)", ReadableNumber.text(lesion.volumeML), centre,
          "\(lesion.largestSlice + 1)", partners.prefix(4).joined(separator: ", ") + more,
        ])
      }
      let more = sorted.count > shown.count ? ", the \(shown.count) largest of \(sorted.count); --lesions for all" : ""
      text += (text.isEmpty ? "" : "\n") + title + more + "\n" + table.text
    }
    return text
  }

  /// A row for each lesion; slices and voxels count from 0, as in JSON.
  var csv: String {
    let heading = [
      "mask", "id", "relation", "matched", "voxels", "volume_ml", "centroid_x_mm", "centroid_y_mm", "centroid_z_mm",
      "largest_slice", "overlap_voxels", "partners",
    ]
    let rows = lesions.map { lesion in
      [lesion.mask.rawValue, "\(lesion.id)", lesion.relation.rawValue, "\(lesion.matched)", "\(lesion.voxels)"]
        + ["\(lesion.volumeML)"] + lesion.centroidMM.map { "\($0)" }
        + ["\(lesion.largestSlice)", "\(lesion.overlapVoxels)"]
        + [lesion.partners.map { "\($0.id):\($0.overlapVoxels)" }.joined(separator: " ")]
    }
    return ([heading] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }
}
