/// How a table that is wider than a screen is told in parts, one below the other, each with the names of the rows, as R
/// prints its data frames.
public enum ColumnFolding {
  /// The columns of each part.
  /// - Parameters:
  ///   - widths: of all columns, in characters.
  ///   - keyCount: how many columns from the first on name the rows, and stand in each part.
  ///   - gap: characters between two columns.
  ///   - limit: characters of a line; a part has one column beside the names even where it is wider.
  public static func parts(widths: [Int], keyCount: Int, gap: Int = 2, limit: Int) -> [[Int]] {
    let keys = Array(widths.indices.prefix(keyCount))
    let keyWidth = keys.reduce(-gap) { $0 + gap + widths[$1] }
    let limit = min(limit, Int.max / 2)
    var parts: [[Int]] = []
    var room = -1
    for column in widths.indices.dropFirst(keyCount) {
      let width = gap + widths[column]
      if parts.isEmpty || width > room {
        parts.append(keys)
        room = limit - keyWidth
      }
      parts[parts.count - 1].append(column)
      room -= width
    }
    return parts.isEmpty ? [keys] : parts
  }
}
