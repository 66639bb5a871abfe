public import VolumeModel

extension RunCase {
  /// Refuses files that are no longer what they were: the result would not be the same.
  func checkFiles() throws(FileError) {
    for (number, path) in images.enumerated() {
      try checkUnchanged(path, hash: imageSHA256.flatMap { $0.indices.contains(number) ? $0[number] : nil })
    }
    try checkUnchanged(mask, hash: maskSHA256)
    if let brainMask { try checkUnchanged(brainMask, hash: brainMaskSHA256) }
    for rater in raters { try checkUnchanged(rater.path, hash: rater.sha256) }
    if let trustedMask { try checkUnchanged(trustedMask, hash: trustedMaskSHA256) }
  }

  /// The files to load the case from.
  /// - Parameter roles: of the images, in their order.
  func files(roles: [String]) throws(FileError) -> CaseFiles {
    guard let flair = images.first, images.count == roles.count else {
      throw FileError(
        .badData, path: mask,
        problem: "is a mask of '\(name)', for which the run names \(images.count) images, not "
          + "\(roles.count)")
    }
    var files = CaseFiles(
      name: name, flair: flair,
      images: zip(roles, images).dropFirst().map { ImageFile(role: $0, path: $1) },
      raters: (raters.isEmpty ? [RunRater(name: "rater1", path: mask, labels: maskLabels)] : raters).map {
        RaterFile(name: $0.name, path: $0.path, labels: $0.labels)
      }, brainMask: brainMask)
    files.form = form
    if let patient { files.patient = patient }
    return files
  }
}

extension RunWeights {
  /// Weights by their file.
  public init(file path: String) { self.init(path: absolutePath(path), sha256: SHA256.ofFile(path)) }

  /// Refuses a file that is no longer what it was.
  public func checkFile() throws(FileError) { try checkUnchanged(path, hash: sha256) }
}

/// Runs of earlier versions have fewer hashes; an unreadable file is left to its reader to refuse.
private func checkUnchanged(_ path: String, hash: String?) throws(FileError) {
  guard let hash, !hash.isEmpty, let now = fileHash(path), now != hash else { return }
  throw FileError(
    .badData, path: path, problem: "has changed since the run",
    advice: "restore the file as it was, or train a new run")
}
