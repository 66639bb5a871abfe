/// Looks at a TOML text before toml++ 3.4 does, which ends the program by an assertion at some texts that are no TOML:
/// where what follows the brackets of a header cannot begin a key, as in `[!]` and `[[[`; where brackets do not match, as in
/// `a = [}`; and at some words that begin as a number or a date does, as `2026-01-31 7`. What TOML allows in strings alone
/// is told too, since the library takes some of it for blanks and ends of lines, and some for neither.
///
/// The scan goes as far as is needed to know which bracket begins a header: not those in comments, strings and values. Where
/// the text is wrong in another way it may see more headers than there are, never fewer.
struct TOMLScan {
  let bytes: [UInt8]
  var place = 0
  var line = 1
  /// Brackets and braces of a value that are open, by what closes them.
  var open: [UInt8] = []
  private var isLineStart = true
  var isHeader = false
  /// Whether what comes is a value, not a key; of arrays it always is.
  var followsEquals = false

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What is wrong, so that the library must not see it; nil where it may.
  static func problem(in text: String) -> TOMLProblem? {
    var scan = TOMLScan(Array(text.utf8))
    return scan.problem()
  }

  func byte(at place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func problem() -> TOMLProblem? {
    while let byte = byte(at: place) {
      switch byte {
      case UInt8(ascii: "\n"):
        (line, isLineStart, isHeader) = (line + 1, true, false)
        if open.isEmpty { followsEquals = false }
        place += 1
      case UInt8(ascii: "="):
        (isLineStart, followsEquals) = (false, true)
        place += 1
      case UInt8(ascii: ","):
        isLineStart = false
        if open.last == UInt8(ascii: "}") { followsEquals = false }
        place += 1
      case UInt8(ascii: "\r") where self.byte(at: place + 1) == UInt8(ascii: "\n"): place += 1
      case UInt8(ascii: "#"):
        if let problem = skipComment() { return problem }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        isLineStart = false
        skipString(byte)
      case UInt8(ascii: "[") where isLineStart && open.isEmpty:
        if let problem = header() { return problem }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        isLineStart = false
        if byte == UInt8(ascii: "{") { followsEquals = false }
        if !isHeader { open.append(byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}")) }
        place += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        isLineStart = false
        if !isHeader, let awaited = open.popLast(), awaited != byte {
          let (one, other) = byte == UInt8(ascii: "]") ? ("]", "}") : ("}", "]")
          return TOMLProblem(line: line, sentence: "expected '\(other)', saw '\(one)'")
        }
        place += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"): place += 1
      case ..<UInt8(ascii: " "), 0x7f:
        return TOMLProblem(line: line, sentence: "a control character stands outside of a string")
      // The mark at the start of the file.
      case 0xef where place == 0 && bytes.starts(with: [0xef, 0xbb, 0xbf]): place += 3
      case 0x80...:
        return TOMLProblem(line: line, sentence: "only letters from a to z stand outside of quotes")
      case _ where Self.isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"):
        isLineStart = false
        if let problem = number() { return problem }
      default:
        isLineStart = false
        place += max(1, word(at: place).utf8.count)
      }
    }
    return nil
  }

  /// At the bracket that begins a header.
  private mutating func header() -> TOMLProblem? {
    (isLineStart, isHeader) = (false, true)
    place += 1
    skipBlanks()
    if byte(at: place) == UInt8(ascii: "[") {
      place += 1
      skipBlanks()
    }
    switch byte(at: place) {
    // The library says itself what is missing.
    case nil, UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"): return nil
    case let byte? where Self.isKey(byte): return nil
    default:
      return TOMLProblem(line: line, sentence: "a table's name begins with a letter, a digit, - or _, or is in quotes")
    }
  }

  private mutating func skipBlanks() {
    while byte(at: place) == UInt8(ascii: " ") || byte(at: place) == UInt8(ascii: "\t") { place += 1 }
  }
}
