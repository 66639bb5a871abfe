extension ReviewCase {
  /// The case with every mask that has a rater's role, not the first two alone. A mask that cannot be used is left out with
  /// a note; two visits stay the two masks that they are.
  public func withAllRaters() -> ReviewCase {
    guard !comparesVisits, !isBlinded else { return self }
    var all = raters
    var notes = self.notes
    for file in files.furtherMasks where !all.contains(where: { $0.path == file.path }) {
      do throws(FileError) {
        let mask = try loadFurtherMask(file)
        notes += mask.notes.map { "\(FileName(file.path).name): \($0)" }
        all.append(mask)
      } catch {
        notes.append("rater \(all.count + 1) left out: \(error)")
      }
    }
    var whole = self
    (whole.raters, whole.notes) = (all, notes)
    return whole
  }
}
