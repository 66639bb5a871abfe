/// Where a lesion lies, or why it is none: a name out of those that a study uses.
public struct LesionClass: RawRepresentable, Sendable, Hashable {
  /// The name, as files and `:class` have it.
  public let rawValue: String

  /// A class by its name; any name is one, since every study has classes of its own.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The classes where a study names no others: the regions of the McDonald criteria (Thompson et al. 2018) and what
  /// reviewers of lesion masks note beside them.
  public static let standard: [LesionClass] = [
    .periventricular, .juxtacortical, .cortical, .infratentorial, .deepWhiteMatter, .notALesion, .unsure,
  ]

  /// Touches a ventricle.
  public static let periventricular = LesionClass(rawValue: "periventricular")
  /// Touches the cortex.
  public static let juxtacortical = LesionClass(rawValue: "juxtacortical")
  /// In the cortex.
  public static let cortical = LesionClass(rawValue: "cortical")
  /// In brainstem or cerebellum.
  public static let infratentorial = LesionClass(rawValue: "infratentorial")
  /// In white matter, touching neither ventricle nor cortex.
  public static let deepWhiteMatter = LesionClass(rawValue: "deep-white-matter")
  /// None.
  public static let notALesion = LesionClass(rawValue: "not-a-lesion")
  /// The reviewer cannot tell.
  public static let unsure = LesionClass(rawValue: "unsure")

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
