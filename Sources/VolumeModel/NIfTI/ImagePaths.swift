/// The one or two files of an image: name.nii[.gz], or name.hdr[.gz] with name.img[.gz].
struct ImagePaths {
  /// What the user named.
  let named: String
  let header: String
  /// The file of the voxels when the name is that of a pair; it need not exist.
  let voxels: String?

  init(_ path: String) throws(FileError) {
    named = path
    let lower = path.lowercased()
    guard let ending = [".hdr", ".img", ".hdr.gz", ".img.gz"].first(where: { lower.hasSuffix($0) }) else {
      (header, voxels) = (path, nil)
      return
    }
    let stem = String(path.dropLast(ending.count))
    let isUpper = path.dropFirst(stem.count).contains { $0.isUppercase }
    let isNamedByHeader = ending.hasPrefix(".hdr")
    let other = isNamedByHeader ? ".img" : ".hdr"
    let candidates = (ending.hasSuffix(".gz") ? [other + ".gz", other] : [other, other + ".gz"])
      .map { stem + (isUpper ? $0.uppercased() : $0) }
    let partner = candidates.first { FileStatus(ofPath: $0) != nil }
    if isNamedByHeader {
      (header, voxels) = (path, partner ?? candidates[0])
    } else {
      guard let partner else {
        guard FileStatus(ofPath: path) != nil else { throw FileError.cannotOpen(path, code: 2) }
        throw FileError(
          .notFound, path: path, problem: "\(FilePath.lastComponent(candidates[0])) is missing",
          advice: "the two files of a pair belong side by side")
      }
      (header, voxels) = (partner, path)
    }
  }
}
