/// How dark a voxel may be and still be grown.
public enum FlairThreshold: Sendable, Hashable {
  /// Mean plus half a standard deviation of the FLAIR over the brain.
  case automatic
  /// A FLAIR value; darker voxels are never grown.
  case value(Double)
}

/// What "size" is counted over.
public enum GrowthScope: String, Sendable, Hashable, Codable, CaseIterable {
  /// The whole scan: bright large lesions may take most of the growth.
  case scan
  /// Every lesion (26-connected) by itself, a voxel belonging to the nearest one.
  case lesion
}

/// What a soft mask is made with.
public struct SoftMaskParameters: Sendable, Hashable, Codable {
  /// (|T| + |D|) / |T| that is asked for, 1.2 for "120 %".
  public var size: Double
  /// The sizes that commands take. The rim is 3 mm wide at most, so that only a lesion of a few voxels can grow to many
  /// times its size, and what is larger is a slip.
  public static let sizeLimits = 1.0...1000.0
  /// The label of grown voxels, gamma.
  public var label: Double
  /// FLAIR value below which no voxel is grown.
  public var threshold: FlairThreshold
  /// Whether the size is that of the scan or of each lesion.
  public var scope: GrowthScope

  /// Parameters; the defaults are those of Kats et al., size 1.2 and label 0.3.
  public init(
    size: Double = 1.2, label: Double = 0.3, threshold: FlairThreshold = .automatic, scope: GrowthScope = .scan
  ) {
    self.size = size
    self.label = label
    self.threshold = threshold
    self.scope = scope
  }
}

/// As `"auto"` or a number.
extension FlairThreshold: Codable {
  /// Decodes what `encode(to:)` wrote.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let value = try? container.decode(Double.self) {
      self = .value(value)
      return
    }
    let word = try container.decode(String.self)
    guard word == "auto" else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "a FLAIR threshold is \"auto\" or a number, not \"\(word)\"")
    }
    self = .automatic
  }

  /// Encodes under the names that files and scripts use.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .automatic: try container.encode("auto")
    case .value(let value): try container.encode(value)
    }
  }
}
