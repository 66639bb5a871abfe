/// What a person is told of how the files of a case were picked.
enum CaseNotes {
  /// So many files without a role are named; `info` lists them all.
  private static let mostNamed = 4

  static func notes(of files: CaseFiles) -> [String] {
    var notes = files.layout == CaseDescription.layout ? ["files as named in case.toml"] : []
    notes += ["FLAIR: \(FileName(files.flair).name)"]
    notes += files.images.map { "\($0.role): \(FileName($0.path).name)" }
    if let brain = files.brainMask { notes.append("brain mask: \(FileName(brain).name)") }
    notes += files.raters.enumerated().map { $1.roleNote(number: $0 + 1) }
    notes += files.furtherMasks.enumerated().map { $1.roleNote(number: files.raters.count + 1 + $0) }
    if let remark = files.remark, !files.raters.isEmpty { notes.append(remark) }
    // Nobody searched where files were named one by one.
    let word = files.isSearched ? "found" : "named"
    if files.raters.isEmpty { notes.append("no rater mask \(word)") }
    if files.raters.count == 1 { notes.append("no second rater \(word)") }
    notes.append(files.prediction.map { "prediction: \(FileName($0).name)" } ?? "no prediction \(word)")
    notes += files.passedOver.prefix(mostNamed).map { "\(FileName($0.path).name) passed over: \($0.why)" }
    let more = files.passedOver.count - mostNamed
    if more > 0 { notes.append("\(more) more files passed over: flairscope info FOLDER lists them") }
    return notes
  }
}
