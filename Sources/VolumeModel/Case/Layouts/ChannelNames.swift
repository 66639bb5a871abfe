/// Which sequence a channel number stands for, from the `dataset.json` of nnU-Net; without one, channel 0 is the FLAIR.
struct ChannelNames {
  private let descriptions: [String: NNUNetDescription]

  init(companions: Set<String>) {
    var found: [String: NNUNetDescription] = [:]
    for path in companions where path.hasSuffix("/dataset.json") {
      found[ListedPath(FileName(path)).folder] = NNUNetDescription.read(path)
    }
    descriptions = found
  }

  func role(ofChannel number: Int, dataSet folder: String) -> FileRole {
    let description = descriptions[folder]
    guard let name = description?.channel(number) else {
      return number == 0 ? .flair : .image("channel \(number)")
    }
    // A data set with one image a case has no other that could be the FLAIR.
    return name.lowercased().contains("flair") || description?.channelCount == 1 ? .flair : .image(Self.sequence(name))
  }

  /// The sequence as other layouts call it, where data sets write it in their own way.
  private static func sequence(_ name: String) -> String {
    switch name.lowercased() {
    case "t1", "t1w": "T1"
    case "t1gd", "t1ce", "t1c": "T1Gd"
    case "t2", "t2w": "T2"
    case "pd", "pdw": "PD"
    default: name
    }
  }
}
