extension JournalPlace {
  /// The folder of the reviews of a case that is not loaded. Reads the FLAIR to its end.
  /// - Returns: nil when there is neither XDG_STATE_HOME nor HOME.
  public static func folder(of files: CaseFiles, environment: [String: String]) -> String? {
    folder(caseName: files.name, flairSHA256: SHA256.ofFile(files.flair), environment: environment)
  }
}

extension ReviewState {
  /// What a reader has decided on a case so far, from the journal in its usual place.
  /// - Parameters:
  ///   - isBlind: whether his blind review is meant.
  ///   - isAdjudication: whether his final words on what readers said are meant.
  /// - Returns: nil where nothing was recorded.
  /// - Throws: `FileError` when the journal cannot be read.
  public static func recorded(
    of files: CaseFiles, author: String, isBlind: Bool, isAdjudication: Bool = false, grid: VoxelGrid? = nil,
    environment: [String: String]
  ) throws(FileError) -> ReviewState? {
    guard let folder = JournalPlace.folder(of: files, environment: environment) else { return nil }
    let path =
      isAdjudication
      ? JournalPlace.adjudication(by: author, inFolder: folder)
      : JournalPlace.journal(of: author, isBlind: isBlind, inFolder: folder)
    guard FileStatus(ofPath: path) != nil else { return nil }
    return ReviewHistory(try JournalContents.read(path, grid: grid).events).state
  }

  /// Whether the reader chose voxels himself: the adjudicated mask then is more than a rule over the raters' masks.
  public var hasChosenVoxels: Bool { lesions.contains { $0.choice != nil } }
}
