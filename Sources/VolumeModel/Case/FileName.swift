/// A file's name taken apart the way imaging data sets build it: entities and a suffix between underscores.
struct FileName: Hashable {
  let path: String
  /// The last component.
  let name: String
  /// The last component without .nii, .nii.gz, .hdr and the like.
  let stem: String
  /// Whether the ending is that of a NIfTI file; of a pair only the header counts, so that it is one image.
  let isImage: Bool

  init(_ path: String) {
    self.path = path
    name = FilePath.lastComponent(path)
    let lower = name.lowercased()
    let ending = [".nii.gz", ".nii", ".hdr.gz", ".hdr"].first { lower.hasSuffix($0) }
    isImage = ending != nil && !name.hasPrefix(".")
    stem = String(name.dropLast(ending?.count ?? 0))
  }

  /// The part behind the last underscore, in lower case: "flair", "mask", "probseg".
  var suffix: String { parts.last?.lowercased() ?? "" }
  var parts: [String] { stem.split(separator: "_").map(String.init) }

  /// The value of a BIDS entity, as in `desc-consensus`.
  func entity(_ key: String) -> String? {
    parts.first { $0.lowercased().hasPrefix(key + "-") }.map { String($0.dropFirst(key.count + 1)) }
  }
}
