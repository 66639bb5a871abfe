/// A file's name taken apart the way imaging data sets build it: entities and a suffix between underscores.
package struct FileName: Hashable {
  package let path: String
  /// The last component.
  package let name: String
  /// The last component without .nii.gz, .mgz, .nrrd and the like.
  package let stem: String
  /// Whether the ending is that of an image file; of a pair only the header counts, so that it is one image.
  package let isImage: Bool

  package init(_ path: String) {
    self.path = path
    name = FilePath.lastComponent(path)
    let lower = name.lowercased()
    let ending = Images.endings.first { lower.hasSuffix($0) }
    isImage = ending != nil && !name.hasPrefix(".")
    stem = String(name.dropLast(ending?.count ?? 0))
  }

  /// The part behind the last underscore, in lower case: "flair", "mask", "probseg".
  package var suffix: String { parts.last?.lowercased() ?? "" }
  package var parts: [String] { stem.split(separator: "_").map(String.init) }

  /// The value of a BIDS entity, as in `desc-consensus`.
  package func entity(_ key: String) -> String? {
    parts.first { $0.lowercased().hasPrefix(key + "-") }.map { String($0.dropFirst(key.count + 1)) }
  }
}
