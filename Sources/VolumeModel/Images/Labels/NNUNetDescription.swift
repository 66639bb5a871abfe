import Foundation

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
