extension PublishedTable {
  /// Every table, by the name that commands take.
  public static let named: [(name: String, table: PublishedTable)] = [
    ("soft-mask-size", softMaskSize), ("soft-mask-label", softMaskLabel), ("soft-mask-challenge", softMaskChallenge),
    ("losses", losses), ("focal-alpha", focalSearch), ("noise-lidc", noiseLIDC), ("noise-rates", noiseRates),
    ("noise-left-atrium", noiseLeftAtrium), ("noise-ctv", noiseCTV), ("relabel-dermatoscopy", relabellingDermatoscopy),
    ("relabel-liver", relabellingLiver),
  ]

  /// All tables.
  public static var all: [PublishedTable] { named.map(\.table) }
}

/// A table and its name, as scripts read it.
public struct NamedPublishedTable: Sendable, Encodable {
  /// As commands take it.
  public let name: String
  /// The table.
  public let table: PublishedTable

  /// - Parameter name: one of ``PublishedTable/named``; nil for any other.
  public init?(_ name: String) {
    guard let found = PublishedTable.named.first(where: { $0.name == name }) else { return nil }
    (self.name, table) = found
  }

  private enum CodingKeys: String, CodingKey {
    case name, title, source, data, unit, columns, rows, note
    case rowHeading = "row_heading"
  }

  private struct Row: Encodable {
    let name: String
    let numbers: [PublishedTable.Number]
  }

  /// A missing note is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(table.title, forKey: .title)
    try container.encode(table.source, forKey: .source)
    try container.encode(table.data, forKey: .data)
    try container.encode(table.unit, forKey: .unit)
    try container.encode(table.rowHeading, forKey: .rowHeading)
    try container.encode(table.columns, forKey: .columns)
    try container.encode(table.rows.map { Row(name: $0.name, numbers: $0.numbers) }, forKey: .rows)
    try container.encode(table.note, forKey: .note)
  }
}
