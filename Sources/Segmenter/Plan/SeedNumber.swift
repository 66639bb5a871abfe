/// The seed of random numbers in a file. A file may hold a negative number, which is refused here; TOMLKit would end the
/// program in converting it.
@propertyWrapper
public struct SeedNumber: Sendable, Hashable, Codable {
  /// The seed.
  public var wrappedValue: UInt64

  /// A seed.
  public init(wrappedValue: UInt64) { self.wrappedValue = wrappedValue }

  /// - Throws: `DecodingError` for a number below 0.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let number = try container.decode(Int.self)
    guard let seed = UInt64(exactly: number) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "a seed of \(number); it is at least 0")
    }
    wrappedValue = seed
  }

  /// Writes the number alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}
