extension JournalContents {
  /// Refuses the journal of another case: verdicts on one patient's lesions are none on another's. Files of a case may
  /// move, or be made anew; then its name or its FLAIR is still the same.
  /// - Parameters:
  ///   - path: of the journal, for the message.
  ///   - header: what is open now.
  public func check(_ path: String, isOf header: JournalHeader) throws(FileError) {
    guard let last = lastHeader, last.caseName != header.caseName, let own = last.flairSHA256,
      let flair = header.flairSHA256, own != flair
    else { return }
    throw FileError(
      .badData, path: path,
      problem: "is the journal of another case, \(last.caseName): neither that name nor its FLAIR is that of "
        + header.caseName,
      advice: "name the journal of this case with --journal FILE")
  }
}

extension JournalHeader {
  fileprivate var flairSHA256: String? { inputs.first { $0.role == "flair" }?.sha256 }
}
