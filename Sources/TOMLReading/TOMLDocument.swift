package import TOMLKit

/// Why a text is no TOML: where, and what is wrong.
package struct TOMLProblem: Error, CustomStringConvertible {
  /// Counted from 1.
  package let line: Int
  package let sentence: String

  package var description: String { "line \(line): \(sentence)" }
}

/// The one way in which TOML is read: the library ends the program at some texts, which are found before.
package enum TOMLDocument {
  /// The table that a text is.
  package static func table(of text: String) throws(TOMLProblem) -> TOMLTable {
    if let problem = TOMLScan.problem(in: text) { throw problem }
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw TOMLProblem(line: error.source.begin.line, sentence: error.description)
    } catch {
      throw TOMLProblem(line: 1, sentence: "is no TOML: \(error)")
    }
  }

  /// A value that was written as TOML.
  /// - Throws: ``TOMLProblem`` where the text is no TOML, `DecodingError` where it holds something else.
  package static func decode<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    try TOMLDecoder().decode(type, from: table(of: text))
  }
}
