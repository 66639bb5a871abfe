extension ReviewCase {
  /// What the earlier FLAIR is called among the images of a pair of visits.
  public static let earlierFlairRole = "FLAIR earlier"

  /// Two visits of one person as one case: the later FLAIR, the earlier one as a further image, and the lesion masks of
  /// both visits in the places of the two raters, the earlier one first.
  /// - Parameters:
  ///   - earlier: the files of the earlier visit. Its first mask is used. Where a visit has none, the images alone are
  ///     compared, and a note says so.
  ///   - later: the later visit, loaded.
  /// - Throws: `FileError` when the earlier visit cannot be read, or its mask does not lie on the later one's grid.
  public static func visits(
    earlier: CaseFiles, later: ReviewCase, resampleNearest: Bool = false
  ) throws(FileError) -> ReviewCase {
    let flair = try Images.readResampled(earlier.flair, on: later.grid, form: later.files.form)
    guard let earlierMask = earlier.raters.first, let laterMask = later.raters.first else {
      return later.withImage(
        of: earlier, flair,
        note: earlier.raters.isEmpty && later.raters.isEmpty
          ? "neither has a lesion mask" : "the \(earlier.raters.isEmpty ? "earlier" : "later") visit has no lesion mask"
      )
    }
    let mask = try Images.readMask(
      earlierMask.path, on: later.grid, resampleNearest: resampleNearest, form: later.files.form,
      labels: earlierMask.labelChoice, image: later.flair.spatial)
    var both = later
    both.earlier = earlier
    both.stamps = FileStamps(of: later.files.inputs + earlier.inputs)
    both.images.insert(NamedImage(role: earlierFlairRole, image: flair), at: 0)
    both.raters = [
      RaterMask(
        name: "earlier visit", mask: mask.mask, isSimulated: earlierMask.isSimulated, path: earlierMask.path,
        notes: mask.notes, labels: earlierMask.lesionLabels),
      RaterMask(
        name: "this visit", mask: laterMask.mask, isSimulated: laterMask.isSimulated, path: laterMask.path,
        notes: laterMask.notes, labels: laterMask.labels),
    ]
    both.notes += about(earlier.flair, flair.notes) + about(earlierMask.path, mask.notes)
    if let warning = MirrorCheck(mask.mask, on: flair.volume)?.note {
      both.warnings += about(earlierMask.path, [warning])
      both.notes += about(earlierMask.path, [warning])
    }
    both.notes.append("Two visits: 1 is the earlier one (\(FileName(earlier.flair).name)), 2 is this one.")
    return both
  }

  /// The later visit with the earlier one's image beside it, where lesions cannot be compared.
  private func withImage(of earlier: CaseFiles, _ flair: LoadedImage, note: String) -> ReviewCase {
    var both = self
    both.earlier = earlier
    both.stamps = FileStamps(of: files.inputs + earlier.inputs)
    both.images.insert(NamedImage(role: Self.earlierFlairRole, image: flair), at: 0)
    both.raters = []
    both.notes += Self.about(earlier.flair, flair.notes)
    both.notes.append(
      "Two visits, the earlier one is \(FileName(earlier.flair).name); \(note): the images alone are compared.")
    return both
  }

  /// Whether the two masks are visits, not raters.
  public var comparesVisits: Bool { images.contains { $0.role == Self.earlierFlairRole } }
}
