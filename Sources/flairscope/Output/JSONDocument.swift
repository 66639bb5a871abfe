import Foundation
import VolumeModel

/// One JSON document on standard output: the payload's own fields, and `"schema": "flairscope.COMMAND/1"` among them.
struct JSONDocument<Payload: Encodable>: Encodable {
  let schema: String
  let payload: Payload

  /// - Parameter command: the command's name, as in "info".
  init(command: String, version: Int = 1, _ payload: Payload) {
    schema = "flairscope.\(command)/\(version)"
    self.payload = payload
  }

  private enum CodingKeys: String, CodingKey { case schema }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(schema, forKey: .schema)
    try payload.encode(to: encoder)
  }

  /// Writes the document to standard output.
  func write() throws { try Results.writeUnchanged(text()) }

  /// The document; numbers in full precision, keys sorted so that two runs compare line by line.
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // A payload says null for "not available"; this only keeps a stray NaN from losing the whole document.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // The encoder escapes the controls of ASCII alone.
    return String(decoding: try encoder.encode(self), as: UTF8.self).visibleInJSON + "\n"
  }
}
