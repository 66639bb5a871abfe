/// Gives the files of a folder their roles by their names.
struct CaseByNames {
  let files: [FileName]
  let folder: String
  /// What the user named, for messages.
  let named: String

  func caseFiles() throws(FileError) -> CaseFiles {
    let flair = try theFLAIR()
    // Where several visits lie side by side, only what shares the FLAIR's beginning belongs to it.
    let own = files.filter { belongs($0, to: flair) && $0 != flair }
    var notes = ["FLAIR: \(flair.name)"]

    var images: [ImageFile] = []
    for file in own {
      guard let role = Self.imageRole(file) else { continue }
      if let first = images.first(where: { $0.role == role }) {
        notes.append("\(file.name) left aside: \(FileName(first.path).name) is the \(role) already")
      } else {
        images.append(ImageFile(role: role, path: file.path))
      }
    }
    let order = ["T1", "T1Gd", "T2", "PD"]
    images.sort { (order.firstIndex(of: $0.role) ?? 9) < (order.firstIndex(of: $1.role) ?? 9) }
    notes += images.map { "\($0.role): \(FileName($0.path).name)" }

    let brain = own.first(where: Self.isBrainMask)
    if let brain { notes.append("brain mask: \(brain.name)") }

    let masks = own.filter(Self.isLesionMask).map {
      RaterFile(name: RaterNaming.description(in: $0) ?? $0.stem, path: $0.path)
    }
    .sorted { RaterNaming.order(of: $0.name) < RaterNaming.order(of: $1.name) }
    for (index, rater) in masks.enumerated() {
      notes.append(index < 2 ? rater.roleNote(number: index + 1) : "further mask: \(FileName(rater.path).name)")
    }
    if masks.isEmpty { notes.append("no rater mask found") }
    if masks.count == 1 { notes.append("no second rater found") }

    let maps = own.filter { $0.suffix == "probseg" && Self.isLesionLabel($0) }
    let prediction =
      maps.first { Self.description($0).hasPrefix("pred") } ?? maps.first { !Self.description($0).contains("soft") }
    if let prediction { notes.append("prediction: \(prediction.name)") } else { notes.append("no prediction found") }

    var found = CaseFiles(
      name: caseName(flair), flair: flair.path, images: images, raters: Array(masks.prefix(2)),
      prediction: prediction?.path, brainMask: brain?.path, notes: notes)
    found.furtherMasks = Array(masks.dropFirst(2))
    return found
  }

  // MARK: The FLAIR

  private func theFLAIR() throws(FileError) -> FileName {
    let named = files.filter { !Self.isMaskOrMap($0) }
    let exact = named.filter { $0.suffix == "flair" }
    let preprocessed = named.filter { $0.stem.lowercased().hasSuffix("flair_pp") }
    let loose = named.filter { $0.stem.lowercased().contains("flair") }
    guard let candidates = [exact, preprocessed, loose].first(where: { !$0.isEmpty }) else {
      throw FileError(
        .notFound, path: self.named,
        problem: files.isEmpty ? "no image in this folder" : "no FLAIR in this folder (\(files.count) other images)",
        advice: "a FLAIR's name ends in _FLAIR.nii.gz; or name the file with --flair, or write a case.toml")
    }
    guard candidates.count > 1 else { return candidates[0] }
    // The highest folder wins when it holds just one.
    let depths = candidates.map { $0.path.count { $0 == "/" } }
    let top = zip(candidates, depths).filter { $0.1 == depths.min() }.map(\.0)
    if top.count == 1 { return top[0] }
    let names =
      candidates.prefix(4).map { relative($0.path) }.joined(separator: ", ") + (candidates.count > 4 ? ", ..." : "")
    throw FileError(
      .badData, path: self.named, problem: "holds \(candidates.count) FLAIR images: \(names)",
      advice: "name one case, as in \(example(candidates[0]))")
  }

  private func relative(_ path: String) -> String {
    path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
  }

  /// A name that selects just this FLAIR: its folder, or its folder and the start of its name.
  private func example(_ flair: FileName) -> String {
    let parent = String(flair.path.dropLast(flair.name.count + 1))
    let alone = files.filter { $0.path.hasPrefix(parent + "/") && $0.stem.lowercased().contains("flair") }.count == 1
    let isPreprocessed = FilePath.lastComponent(parent) == "preprocessed"
    let base = isPreprocessed ? String(parent.dropLast("/preprocessed".count)) : parent
    return alone && !isPreprocessed ? parent : base + "/" + start(of: flair)
  }

  private func caseName(_ flair: FileName) -> String {
    let start = start(of: flair)
    if !start.isEmpty, start != flair.stem { return start }
    return FilePath.lastComponent(folder == "." ? named : folder)
  }

  /// What the name says before it comes to the sequence: subject and session, or the ISBI time point.
  private func start(of flair: FileName) -> String {
    let parts = flair.parts
    if flair.entity("sub") != nil {
      return parts.filter { $0.hasPrefix("sub-") || $0.hasPrefix("ses-") }.joined(separator: "_")
    }
    return parts.prefix { !$0.lowercased().contains("flair") }.joined(separator: "_")
  }

  private func belongs(_ file: FileName, to flair: FileName) -> Bool {
    if let subject = flair.entity("sub"), let other = file.entity("sub"), subject != other { return false }
    if let session = flair.entity("ses"), let other = file.entity("ses"), session != other { return false }
    // ISBI: training01_02_flair_pp belongs with training01_02_mask1, not with training01_03_mask1.
    let start = start(of: flair)
    if flair.entity("sub") == nil, !start.isEmpty { return file.stem.hasPrefix(start) }
    return true
  }

  // MARK: Kinds of files

  static func description(_ file: FileName) -> String { file.entity("desc")?.lowercased() ?? "" }

  static func imageRole(_ file: FileName) -> String? {
    guard !isMaskOrMap(file) else { return nil }
    let words = Set(file.parts.map { $0.lowercased() })
    let enhanced = file.entity("ce") != nil
    if words.contains("t1w") || words.contains("t1") || words.contains("mprage") || words.contains("t1map") {
      return enhanced ? "T1Gd" : "T1"
    }
    if words.contains("t1gd") || words.contains("t1ce") || words.contains("t1c") { return "T1Gd" }
    if words.contains("t2w") || words.contains("t2") { return "T2" }
    if words.contains("pdw") || words.contains("pd") { return "PD" }
    return nil
  }

  static func isMaskOrMap(_ file: FileName) -> Bool {
    let suffix = file.suffix
    return suffix.hasPrefix("mask") || suffix == "probseg" || suffix == "dseg" || suffix.hasPrefix("lesion")
      || suffix.hasPrefix("brainmask") || file.stem.lowercased().contains("_lesion-")
  }

  static func isBrainMask(_ file: FileName) -> Bool {
    let description = description(file)
    let label = file.entity("label")?.lowercased()
    return (file.suffix == "mask" && (description == "brain" || description == "brainmask" || label == "brain"))
      || ["brainmask", "brain_mask", "brain-mask"].contains { file.stem.lowercased().hasSuffix($0) }
  }

  static func isLesionMask(_ file: FileName) -> Bool {
    guard !isBrainMask(file), isLesionLabel(file) else { return false }
    let suffix = file.suffix
    return suffix == "mask" || (suffix.hasPrefix("mask") && Int(suffix.dropFirst(4)) != nil) || suffix == "lesion"
      || suffix == "lesions" || RaterNaming.isMSSEGMask(file) || file.stem.lowercased().contains("_lesion-")
  }

  /// False for maps of something else, such as grey matter.
  static func isLesionLabel(_ file: FileName) -> Bool {
    guard let label = file.entity("label")?.lowercased() else { return true }
    return label == "l" || label.hasPrefix("lesion") || label == "wmh" || label == "ms"
  }
}
