import VolumeModel
import Pictures

/// The words of `H`: files, grid, both matrices of the header and how far they differ.
extension ScanState {
  static func describe(_ review: ReviewCase) -> [String] {
    let grid = review.grid
    let spacing = grid.spacingMM
    var lines = [
      "FLAIR    \(review.flair.path)",
      "grid     \(grid.shape.x) x \(grid.shape.y) x \(grid.shape.z) voxels of "
        + (0..<3).map { Wording.fixed(spacing[$0], 3) }.joined(separator: " x ") + " mm, axes "
        + (grid.orientation?.code ?? "unknown"),
    ]
    for (index, rater) in review.raters.enumerated() {
      if review.isBlinded { break }
      lines.append(
        "rater \(index + 1)  \(rater.path)\(rater.isSimulated ? "  (SIMULATED, not a human annotation)" : "")")
    }
    for image in review.files.images { lines.append("\(image.role.rightPadded(to: 8)) \(image.path)") }
    lines.append("")
    lines += describe(review.flair.spatial)
    lines.append("")
    lines += review.notes
    if review.raters.count < 2 { lines.append("No second rater: agreement of raters cannot be shown.") }
    return lines
  }

  private static func describe(_ form: SpatialForm) -> [String] {
    var lines: [String] = []
    for (name, code, affine, source) in [
      ("sform", form.sformCode, form.sformAffine, SpatialForm.Source.sform),
      ("qform", form.qformCode, form.qformAffine, .qform),
    ] {
      let meaning = SpatialForm.name(ofCode: code).map { "code \(code), \($0)" } ?? "code 0, unknown"
      lines.append("\(name)    \(meaning)\(form.source == source ? "  USED: voxel to RAS mm" : "")")
      for row in affine?.rows.prefix(3) ?? [] {
        lines.append("         " + row.map { Wording.fixed($0, 4).leftPadded(to: 11) }.joined())
      }
    }
    if form.source == .pixdim { lines.append("neither is usable: voxel sizes alone are used, sides are unknown") }
    if let difference = form.formDifferenceMM {
      lines.append("         they differ by up to \(Wording.fixed(difference, 3)) mm over the volume's corners")
    }
    if form.grid.orientation != nil {
      lines.append("oblique  \(Wording.fixed(form.grid.obliquityDegrees, 2)) degrees off the patient's axes at most")
    }
    return lines
  }
}

extension String {
  fileprivate func leftPadded(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  fileprivate func rightPadded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
