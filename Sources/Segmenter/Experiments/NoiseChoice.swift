public import VolumeModel

/// A kind of noise with its strength, as a column of a table: `dilate`, `elastic`, `polygon-3`.
public struct NoiseChoice: Sendable, Hashable, Codable {
  /// The kind of noise.
  public var kind: NoiseKind
  /// In the kind's own unit; nil is the usual strength.
  public var strength: Double?

  /// - Parameter strength: nil for the usual one of the kind.
  public init(_ kind: NoiseKind, strength: Double? = nil) {
    self.kind = kind
    self.strength = strength
  }

  /// - Parameter name: a kind, or a kind and a strength, as in `polygon-3`.
  public init?(name: String) {
    if let kind = NoiseKind(rawValue: name) {
      self.init(kind)
      return
    }
    guard let dash = name.lastIndex(of: "-"), let kind = NoiseKind(rawValue: String(name[..<dash])),
      let strength = Double(name[name.index(after: dash)...]), kind.strengths.contains(strength)
    else { return nil }
    self.init(kind, strength: strength)
  }

  /// As options and folders have it.
  public var name: String { strength.map { "\(kind.rawValue)-\(Self.text($0))" } ?? kind.rawValue }

  /// As tables have it; the papers' word where there is one.
  public var title: String {
    switch (kind, strength) {
    case (.dilate, nil): "dilation"
    case (.polygon, let corners?): "\(Self.text(corners)) vertices"
    default: name
    }
  }

  /// The noise itself.
  public var noise: AnnotationNoise { AnnotationNoise(kind, strength: strength) }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e9 ? String(Int(number)) : String(number)
  }
}
