import Foundation

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

/// What a `dataset.json` of nnU-Net says, of its first form (`modality`) or second (`channel_names`).
struct NNUNetDescription {
  private let channels: [String: String]
  /// Label numbers by name; a list of numbers is a region.
  let labels: [String: [Int]]

  var channelCount: Int { channels.count }
  func channel(_ number: Int) -> String? { channels[String(number)] }

  static func read(_ path: String) -> NNUNetDescription? {
    guard let text = try? TextFile.read(path, mostBytes: 1 << 22),
      let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    else { return nil }
    let channels = (object["channel_names"] ?? object["modality"]) as? [String: String] ?? [:]
    var labels: [String: [Int]] = [:]
    for (key, value) in object["labels"] as? [String: Any] ?? [:] {
      switch value {
      case let number as Int: labels[key] = [number]
      case let numbers as [Int]: labels[key] = numbers
      // The first form has them the other way round.
      case let name as String: if let number = Int(key) { labels[name] = [number] }
      default: break
      }
    }
    guard !channels.isEmpty || !labels.isEmpty else { return nil }
    return NNUNetDescription(channels: channels, labels: labels)
  }
}
