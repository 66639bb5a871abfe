/// Looks at the headers of a TOML text (`[table]` and `[[table]]`) before toml++ 3.4 does, which ends the program by an
/// assertion where what follows the brackets cannot begin a key, as in `[!]` and `[[[`.
enum TOMLHeaders {
  static func problem(in text: String) -> TOMLProblem? {
    var scanner = HeaderScanner(Array(text.utf8))
    return scanner.problem()
  }
}

/// Goes through a text as far as is needed to know which bracket begins a header: not those in comments, strings and
/// values. Where the text is wrong in another way it may see more headers than there are, never fewer.
private struct HeaderScanner {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  /// Brackets and braces of a value that are open.
  private var depth = 0
  private var isLineStart = true
  private var isHeader = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func byte(at place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func problem() -> TOMLProblem? {
    while let byte = byte(at: place) {
      switch byte {
      case UInt8(ascii: "\n"):
        (line, isLineStart, isHeader) = (line + 1, true, false)
        place += 1
      // A return alone, a vertical tab or a form feed might end a line for others.
      case 0x0b...0x0d:
        isLineStart = true
        place += 1
      case UInt8(ascii: "#"): skipLine()
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        isLineStart = false
        skipString(byte)
      case UInt8(ascii: "[") where isLineStart && depth == 0:
        if let problem = header() { return problem }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        (isLineStart, depth) = (false, isHeader ? depth : depth + 1)
        place += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        (isLineStart, depth) = (false, isHeader ? depth : max(0, depth - 1))
        place += 1
      // A mark at the start of the file, and whatever else is taken for a blank or the end of a line.
      case ...UInt8(ascii: " "), 0x7f...:
        place += 1
      default:
        isLineStart = false
        place += 1
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

  private static func isKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private mutating func skipBlanks() {
    while byte(at: place) == UInt8(ascii: " ") || byte(at: place) == UInt8(ascii: "\t") { place += 1 }
  }

  private mutating func skipLine() {
    while let byte = byte(at: place), byte != UInt8(ascii: "\n") { place += 1 }
  }

  /// At the quote that begins a string; one of three quotes goes over lines and may end in up to two quotes of its own.
  private mutating func skipString(_ quote: UInt8) {
    let isLong = byte(at: place + 1) == quote && byte(at: place + 2) == quote
    place += isLong ? 3 : 1
    while let byte = byte(at: place) {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        // The next character says nothing, unless it ends the line.
        if self.byte(at: place + 1) == UInt8(ascii: "\n") { line += 1 }
        place += 2
        continue
      }
      if byte == UInt8(ascii: "\n") {
        guard isLong else { return }
        line += 1
      }
      guard byte == quote else {
        place += 1
        continue
      }
      guard isLong else {
        place += 1
        return
      }
      guard self.byte(at: place + 1) == quote, self.byte(at: place + 2) == quote else {
        place += 1
        continue
      }
      place += 3
      for _ in 0..<2 where self.byte(at: place) == quote { place += 1 }
      return
    }
  }
}
