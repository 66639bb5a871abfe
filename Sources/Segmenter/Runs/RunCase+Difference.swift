extension RunCase {
  /// In what another case differs from this one so that a run cannot continue with it; nil when in nothing. Files that moved
  /// are the same files.
  func difference(from other: RunCase) -> String? {
    func differs(_ paths: (String?, String?), _ hashes: (String?, String?)) -> Bool {
      if let own = hashes.0, let theirs = hashes.1, !own.isEmpty, !theirs.isEmpty { return own != theirs }
      return paths.0 != paths.1
    }
    if name != other.name { return "it was trained on '\(name)', not on '\(other.name)'" }
    let imageHashes = (imageSHA256 ?? [], other.imageSHA256 ?? [])
    if images.count != other.images.count { return "'\(name)' had \(images.count) images" }
    for number in images.indices {
      let hashes = (
        imageHashes.0.indices.contains(number) ? imageHashes.0[number] : nil,
        imageHashes.1.indices.contains(number) ? imageHashes.1[number] : nil
      )
      if differs((images[number], other.images[number]), hashes) { return "an image of '\(name)' is another" }
    }
    if differs((mask, other.mask), (maskSHA256, other.maskSHA256)) { return "the mask of '\(name)' is another" }
    if differs((brainMask, other.brainMask), (brainMaskSHA256, other.brainMaskSHA256)) {
      return "the brain mask of '\(name)' is another"
    }
    if differs((trustedMask, other.trustedMask), (trustedMaskSHA256, other.trustedMaskSHA256)) {
      return "the trusted mask of '\(name)' is another"
    }
    let readings = (self.raters.filter { $0.sha256 != nil }, other.raters.filter { $0.sha256 != nil })
    if readings.0.count != readings.1.count { return "'\(name)' was annotated by other raters" }
    for (own, their) in zip(readings.0, readings.1) where differs((own.path, their.path), (own.sha256, their.sha256)) {
      return "the mask of '\(own.name)' of '\(name)' is another"
    }
    if (isTrusted ?? false) != (other.isTrusted ?? false) { return "'\(name)' is trusted in one of them only" }
    return nil
  }
}

extension RunRecord {
  /// In what other cases differ from the run's; nil when in nothing. Cases that lie in no files cannot be told apart.
  func difference(from others: [RunCase?]) -> String? {
    let known = others.compactMap(\.self)
    guard known.count == others.count, !(cases.isEmpty && known.isEmpty) else { return nil }
    guard known.count == cases.count else { return "it was trained on \(cases.count) cases, not on \(known.count)" }
    for (own, other) in zip(cases, known) {
      if let difference = own.difference(from: other) { return difference }
    }
    return nil
  }
}
