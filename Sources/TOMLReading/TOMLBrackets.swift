/// Looks at the headers of a TOML text (`[table]` and `[[table]]`) before toml++ 3.4 does, which ends the program by an
/// assertion where what follows the brackets cannot begin a key, as in `[!]` and `[[[`; and at brackets that do not match,
/// where it does the same: `a = [}`; and for dates with one digit of a time, as in `a = 2026-01-31 7`.
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
        if let problem = skipString(byte) { return problem }
      case UInt8(ascii: "[") where isLineStart && open.isEmpty:
        if let problem = header() { return problem }
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        isLineStart = false
        if !isHeader { open.append(byte == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: "}")) }
        place += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        isLineStart = false
        if !isHeader, let awaited = open.popLast(), awaited != byte {
          let (one, other) = byte == UInt8(ascii: "]") ? ("]", "}") : ("}", "]")
          return TOMLProblem(line: line, sentence: "expected '\(other)', saw '\(one)'")
        }
        place += 1
      case UInt8(ascii: " ") where isTimeOfOneDigit(afterBlank: place): return timeOfOneDigit
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

  private var timeOfOneDigit: TOMLProblem {
    TOMLProblem(line: line, sentence: "a time has two digits of the hour, as in 2026-01-31 07:30:00")
  }

  /// Whether the library would take what lies before a blank for a date, and the digit behind it for all of a time:
  /// ten characters but underscores with hyphens where a date has them, a blank, a digit, and what ends a value.
  /// - Parameter quote: the first of the ten lies here or before.
  private func isTimeOfOneDigit(afterBlank blank: Int, from quote: Int = .max) -> Bool {
    guard let digit = byte(at: blank + 1), Self.isDigit(digit), let end = byte(at: blank + 2),
      Self.endsValue(end) || end >= 0x80
    else { return false }
    var count = 0
    // The library looks back no further than 127 characters.
    for index in stride(from: blank - 1, through: max(0, blank - 4 * 127), by: -1) {
      let byte = bytes[index]
      guard !Self.endsValue(byte) else { return false }
      // Bytes that continue a character are no character.
      guard byte != UInt8(ascii: "_"), !(0x80..<0xC0).contains(byte) else { continue }
      count += 1
      if count == 3 || count == 6, byte != UInt8(ascii: "-") { return false }
      if count == 10 { return Self.isDigit(byte) && index <= quote }
    }
    return false
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func endsValue(_ byte: UInt8) -> Bool {
    byte <= UInt8(ascii: " ") || ",]}#".utf8.contains(byte)
  }

  /// At the quote that begins a string; one of three quotes goes over lines and may end in up to two quotes of its own.
  /// For the library a quote within a value begins no string, so that a date that holds it is looked for here too.
  private mutating func skipString(_ quote: UInt8) -> TOMLProblem? {
    let start = place
    let isLong = byte(at: place + 1) == quote && byte(at: place + 2) == quote
    place += isLong ? 3 : 1
    while let byte = byte(at: place) {
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        // The next character says nothing, unless it ends the line.
        if self.byte(at: place + 1) == UInt8(ascii: "\n") { line += 1 }
        if self.byte(at: place + 1) == UInt8(ascii: " "), isTimeOfOneDigit(afterBlank: place + 1, from: start) {
          return timeOfOneDigit
        }
        place += 2
        continue
      }
      if byte == UInt8(ascii: " "), isTimeOfOneDigit(afterBlank: place, from: start) { return timeOfOneDigit }
      if byte == UInt8(ascii: "\n") {
        guard isLong else { return nil }
        line += 1
      }
      guard byte == quote else {
        place += 1
        continue
      }
      guard isLong else {
        place += 1
        return nil
      }
      guard self.byte(at: place + 1) == quote, self.byte(at: place + 2) == quote else {
        place += 1
        continue
      }
      place += 3
      for _ in 0..<2 where self.byte(at: place) == quote { place += 1 }
      return nil
    }
    return nil
  }
}
