/// What stands between a 3x3 convolution and its ReLU.
public enum FeatureNormalisation: Sendable, Hashable {
  case none
  /// GroupNorm (Wu and He, ECCV 2018) with this many groups, each over neighbouring channels of one image, with a scale and
  /// a shift a channel. Images of a batch do not influence each other.
  case group(groups: Int)

  /// GroupNorm with 8 groups, or the largest of 4, 2 and 1 that divides a network's base width.
  public static func group(base: Int) -> FeatureNormalisation {
    .group(groups: [8, 4, 2].first { base % $0 == 0 } ?? 1)
  }
}

extension FeatureNormalisation: Codable, CustomStringConvertible {
  /// "none" or "group 8": how it is written in run files and weights files.
  public var description: String {
    switch self {
    case .none: "none"
    case .group(let groups): "group \(groups)"
    }
  }

  /// Reads what `description` writes; nil for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    if words == ["none"] {
      self = .none
    } else if words.count == 2, words[0] == "group", let groups = Int(words[1]), groups > 0 {
      self = .group(groups: groups)
    } else {
      return nil
    }
  }

  /// Reads what `description` writes.
  /// - Throws: `DecodingError.dataCorrupted` for any other text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let known = FeatureNormalisation(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no normalisation of features; write \"none\" or \"group 8\"")
    }
    self = known
  }

  /// Writes `description`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
