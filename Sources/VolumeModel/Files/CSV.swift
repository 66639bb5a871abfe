/// Comma-separated values (RFC 4180).
public enum CSV {
  /// The fields of one record, quoted where they must be, without an end of line.
  public static func record(_ fields: [String]) -> String { fields.map(quoted).joined(separator: ",") }

  /// A table of records, the heading first, each with a line feed at its end.
  public static func table(_ records: [[String]]) -> String { records.map { record($0) + "\n" }.joined() }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
