/// Comma-separated values (RFC 4180), a record a line: what could break a line or steer a terminal is made visible, since
/// many programs read such tables line by line.
public enum CSV {
  /// The fields of one record, quoted where they must be, without an end of line.
  public static func record(_ fields: [String]) -> String {
    fields.map { quoted($0.visibleOnOneLine) }.joined(separator: ",")
  }

  /// A table of records, the heading first, each with a line feed at its end.
  public static func table(_ records: [[String]]) -> String { records.map { record($0) + "\n" }.joined() }

  private static func quoted(_ field: String) -> String {
    guard field.contains(where: { $0 == "," || $0 == "\"" }) else { return field }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}
