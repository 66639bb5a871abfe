/// Looks at the headers of a TOML text (`[table]` and `[[table]]`) before toml++ 3.4 does, which ends the program by an
/// assertion where what follows the brackets cannot begin a key, as in `[!]` and `[[[`; and at brackets that do not match,
/// where it does the same: `a = [}`; and for some words that begin as a number or a date does, as `2026-01-31 7`. What TOML allows in
/// strings alone is told too, since the library takes some of it for blanks and ends of lines, and some for neither.
enum TOMLBrackets {
  static func problem(in text: String) -> TOMLProblem? {
    var scanner = BracketScanner(Array(text.utf8))
    return scanner.problem()
  }
}

/// Goes through a text as far as is needed to know which bracket begins a header: not those in comments, strings and
/// values. Where the text is wrong in another way it may see more headers than there are, never fewer.
private struct BracketScanner {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  /// Brackets and braces of a value that are open, by what closes them.
  private var open: [UInt8] = []
  private var isLineStart = true
  private var isHeader = false
  /// Whether what comes is a value, not a key; of arrays it always is.
  private var followsEquals = false

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func byte(at place: Int) -> UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func problem() -> TOMLProblem? {
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

  /// To the end of the line, of which the library knows more kinds than TOML.
  private mutating func skipComment() -> TOMLProblem? {
    while let byte = byte(at: place), byte != UInt8(ascii: "\n") {
      let isReturn = byte == UInt8(ascii: "\r") && self.byte(at: place + 1) == UInt8(ascii: "\n")
      if byte < UInt8(ascii: " "), byte != UInt8(ascii: "\t"), !isReturn {
        return TOMLProblem(line: line, sentence: "a control character stands in a comment")
      }
      // U+0085, U+2028 and U+2029.
      let rest = bytes[place...]
      if [[0xc2, 0x85], [0xe2, 0x80, 0xa8], [0xe2, 0x80, 0xa9]].contains(where: { rest.starts(with: $0) }) {
        return TOMLProblem(line: line, sentence: "an end of a line that TOML does not know stands in a comment")
      }
      place += 1
    }
    return nil
  }

  /// At a digit or a sign with which a word begins: a key, or all of a number, date or time.
  private mutating func number() -> TOMLProblem? {
    let word = word(at: place)
    place += word.utf8.count
    let next = bytes[place...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    let isKey = !followsEquals && open.last != UInt8(ascii: "]")
    guard !isHeader, !isKey || (next != UInt8(ascii: "=") && next != UInt8(ascii: ".")) else { return nil }
    guard TOMLScalar.isValue(word), byte(at: place).map(Self.endsValue) ?? true else {
      return TOMLProblem(line: line, sentence: "'\(word)' is no number, date or time")
    }
    guard TOMLScalar.isDate(word), byte(at: place) == UInt8(ascii: " "), byte(at: place + 1).map(Self.isDigit) == true
    else { return nil }
    let time = self.word(at: place + 1)
    guard TOMLScalar.isTimeOfDate(time), byte(at: place + 1 + time.utf8.count).map(Self.endsValue) ?? true else {
      return TOMLProblem(line: line, sentence: "'\(time)' is no time, as 07:30:00 is one")
    }
    place += 1 + time.utf8.count
    return nil
  }

  /// Letters, digits, signs, points and colons.
  private func word(at start: Int) -> Substring {
    let end = bytes[start...].firstIndex { !Self.isKey($0) && !"+.:".utf8.contains($0) } ?? bytes.count
    return Substring(decoding: bytes[start..<end], as: UTF8.self)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func endsValue(_ byte: UInt8) -> Bool {
    (0x09...0x0d).contains(byte) || " ,]}#".utf8.contains(byte)
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
