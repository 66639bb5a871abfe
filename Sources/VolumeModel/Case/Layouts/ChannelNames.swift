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
    return name.lowercased().contains("flair") || description?.channelCount == 1 ? .flair : .image(name)
  }
}
