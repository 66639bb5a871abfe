import VolumeModel

/// Reading the files of a case again.
extension Viewer {
  /// `:reload`.
  mutating func reload(labels: [Int]? = nil) -> [Effect] {
    guard review.unrecordedCount == 0 else {
      warn("the journal lacks actions that reading again would lose; free its disk first")
      return []
    }
    say("reading \(scan.name) again …")
    return [.reload(labels: labels)]
  }

  /// Takes note of files that are no longer as they were read.
  mutating func noteChanged(_ files: [String]) {
    let isNews = !Set(files).isSubset(of: scan.changedFiles)
    scan.changedFiles = files
    if isNews, let text = changedText {
      warn("\(text): what is shown is as it was; :reload reads \(files.count > 1 ? "them" : "it") again")
    }
  }

  /// "mask.nii.gz changed on disk"; nil while all files are as they were read. A blind review names none.
  var changedText: String? {
    guard let first = scan.changedFiles.first else { return nil }
    let count = scan.changedFiles.count
    let subject = count > 1 ? "\(count) files" : scan.isBlindReview ? "1 file" : FileName(first).name
    return "\(subject) changed on disk"
  }
}

extension [String] {
  /// The words of a command line with another choice of labels; nil leaves them as they are.
  func replacing(labels: [Int]?) -> [String] {
    guard let labels else { return self }
    var words = self
    if let index = words.firstIndex(of: "--labels") {
      words.removeSubrange(index...Swift.min(index + 1, words.count - 1))
    }
    return words + ["--labels", labels.map(String.init).joined(separator: ",")]
  }
}
