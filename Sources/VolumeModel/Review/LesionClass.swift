/// Where a lesion lies, or why it is none: a name out of those that a study uses.
public struct LesionClass: RawRepresentable, Sendable, Hashable {
  /// The name, as files and `:class` have it.
  public let rawValue: String

  /// A class by its name; any name is one, since every study has classes of its own.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The classes where a study names no others: the regions of the McDonald criteria (Thompson et al. 2018) and what
  /// reviewers of lesion masks note beside them.
  public static let standard = [
    "periventricular", "juxtacortical", "cortical", "infratentorial", "deep-white-matter", "not-a-lesion", "unsure",
  ].map(LesionClass.init(rawValue:))

  /// As people read it.
  public var title: String { Self.standard.contains(self) ? rawValue.replacing("-", with: " ") : rawValue }
}

extension LesionClass: Codable {
  /// Longer names are none: somebody else's journal may hold anything.
  package static let longestName = 100

  /// Decodes what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let field = try decoder.singleValueContainer()
    rawValue = try field.decode(String.self)
    guard !rawValue.isEmpty, rawValue.count <= Self.longestName else {
      throw DecodingError.dataCorruptedError(in: field, debugDescription: "no name of a class")
    }
  }

  /// Encodes the name.
  public func encode(to encoder: any Encoder) throws {
    var field = encoder.singleValueContainer()
    try field.encode(rawValue)
  }
}
