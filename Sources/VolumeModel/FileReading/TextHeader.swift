/// A header that is lines of text in front of the voxels, as formats of research software have it: fields by name.
struct TextHeader {
  let path: String
  /// As messages call the format.
  let format: String
  /// Bytes from the start of the file to the end of the header, its last line break included.
  let byteCount: Int
  private let fields: [String: String]

  /// Enough for long headers, and little enough to be read whole.
  private static let mostBytes = 1 << 18

  /// Reads the header at the start of a file.
  /// - Parameters:
  ///   - separator: what stands between a field's name and its value; lines without one are passed over.
  ///   - isEnd: whether a line, given with its field's normalised name, is the last of the header.
  /// - Throws: `badData` when the header does not end.
  init(
    _ source: inout ByteSource, format: String, separator: Character, isEnd: (_ line: String, _ name: String) -> Bool
  ) throws(FileError) {
    let bytes = try source.bytes(atMost: Self.mostBytes)
    var fields: [String: String] = [:]
    var place = 0
    var isComplete = false
    while place < bytes.count, !isComplete {
      let end = bytes[place...].firstIndex(of: 0x0A) ?? bytes.count
      var line = String(decoding: bytes[place..<end], as: UTF8.self)
      if line.last == "\r" { line.removeLast() }
      place = min(end + 1, bytes.count)
      var name = ""
      if !line.hasPrefix("#"), let middle = line.firstIndex(of: separator) {
        name = Self.normalised(line[..<middle])
        let value = line[line.index(after: middle)...]
        // ":=" is NRRD's mark of free remarks. Of a field that is repeated the first one counts.
        if value.first != "=", fields[name] == nil { fields[name] = Self.trimmed(value) }
      }
      isComplete = isEnd(line, name)
    }
    // A header in a file of its own may end with the file.
    guard isComplete || bytes.count < Self.mostBytes else {
      throw FileError(
        .badData, path: source.path, problem: "the \(format) header has no end", advice: "the file is damaged")
    }
    path = source.path
    self.format = format
    self.fields = fields
    byteCount = place
  }

  /// The value of a field, without spaces around it; nil when the header has none. Names are compared without case and
  /// spaces.
  subscript(name: String) -> String? { fields[Self.normalised(name[...])] }

  /// The numbers of the first of some fields that the header has, separated by spaces, commas or parentheses; empty when
  /// it has none.
  /// - Throws: `badData` when something else stands there.
  func numbers(_ names: String...) throws(FileError) -> [Double] {
    guard let name = names.first(where: { self[$0] != nil }), let value = self[name] else { return [] }
    var numbers: [Double] = []
    for word in value.split(whereSeparator: { " \t,()".contains($0) }) {
      guard let number = Double(word) else { throw unreadable(name, value) }
      numbers.append(number)
    }
    return numbers
  }

  /// The whole numbers of a field.
  /// - Throws: `badData` when the field is missing or holds something else.
  func integers(_ name: String) throws(FileError) -> [Int] {
    guard let value = self[name] else { throw missing(name) }
    var numbers: [Int] = []
    for word in value.split(whereSeparator: { " \t".contains($0) }) {
      guard let number = Int(word) else { throw unreadable(name, value) }
      numbers.append(number)
    }
    return numbers
  }

  func missing(_ name: String) -> FileError {
    FileError(
      .badData, path: path, problem: "the \(format) header has no field '\(name)'", advice: "the header is damaged")
  }

  func unreadable(_ name: String, _ value: String) -> FileError {
    FileError(
      .badData, path: path, problem: "the \(format) field '\(name)' is '\(value.prefix(60))'",
      advice: "the header is damaged, or of a kind that is not read")
  }

  private static func normalised(_ name: Substring) -> String {
    name.lowercased().filter { !$0.isWhitespace }
  }

  private static func trimmed(_ value: Substring) -> String {
    String(value.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
