/// Comments and strings, in which nothing is a bracket or a number.
extension TOMLScan {
  /// To the end of the line, of which the library knows more kinds than TOML.
  mutating func skipComment() -> TOMLProblem? {
    while let byte = byte(at: place), byte != UInt8(ascii: "\n") {
      let isReturn = byte == UInt8(ascii: "\r") && self.byte(at: place + 1) == UInt8(ascii: "\n")
      if byte < UInt8(ascii: " "), byte != UInt8(ascii: "\t"), !isReturn {
        return TOMLProblem(line: line, sentence: "a control character stands in a comment")
      }
      if isOtherLineEnd {
        return TOMLProblem(line: line, sentence: "an end of a line that TOML does not know stands in a comment")
      }
      place += 1
    }
    return nil
  }

  /// U+0085, U+2028 or U+2029.
  private var isOtherLineEnd: Bool {
    switch byte(at: place) {
    case 0xc2: byte(at: place + 1) == 0x85
    case 0xe2: byte(at: place + 1) == 0x80 && (byte(at: place + 2) == 0xa8 || byte(at: place + 2) == 0xa9)
    default: false
    }
  }

  /// At the quote that begins a string; one of three quotes goes over lines and may end in up to two quotes of its own.
  mutating func skipString(_ quote: UInt8) {
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
