/// What tells raters apart whose files' names do not: where the files lie.
enum RaterPlaces {
  /// A word for each of several files of one name: the pipeline of derivatives, or else the first folder in which they
  /// differ, or else the files' own names.
  static func names(of files: [MatchedFile]) -> [String] {
    let pipelines = files.compactMap { pipeline(of: $0.path) }
    if Set(pipelines).count == files.count { return pipelines }
    let folders = files.map { folderNames(of: $0.path) }
    let common = folders.dropFirst().reduce(folders[0]) { shared, next in
      zip(shared, next).prefix { $0 == $1 }.map(\.0)
    }
    let differing = folders.compactMap { $0.dropFirst(common.count).first }
    return Set(differing).count == files.count ? differing : files.map(\.file.stem)
  }

  /// The folder below "derivatives", unless it is already a subject's.
  static func pipeline(of path: ListedPath) -> String? {
    let folders = folderNames(of: path)
    guard let place = folders.lastIndex(of: "derivatives"), folders.indices.contains(place + 1),
      !folders[place + 1].hasPrefix("sub-")
    else { return nil }
    return folders[place + 1]
  }

  /// A file's name without the case's, so that a rater is called the same in every case: "mask" of `p1_mask`; the
  /// folder's name where nothing is left, as in `labels/p1`.
  /// - Parameter start: the case's name.
  static func ownWords(of path: ListedPath, start: String) -> String {
    let stem = path.file.stem
    let rest = NameStart.begins(stem, with: start) ? stem.dropFirst(start.count) : stem[...]
    let words = rest.drop { "_-. ".contains($0) }
    let isSequence = words.isEmpty || words.lowercased() == "flair"
    return isSequence ? folderNames(of: path).last ?? stem : String(words)
  }

  private static func folderNames(of path: ListedPath) -> [String] {
    path.folders.map { String(decoding: $0, as: UTF8.self) }
  }
}
