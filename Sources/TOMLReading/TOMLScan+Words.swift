/// Keys, numbers, dates and times.
extension TOMLScan {
  static func isKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// At a digit or a sign with which a word begins: a key, or all of a number, date or time.
  mutating func number() -> TOMLProblem? {
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
  func word(at start: Int) -> Substring {
    let end = bytes[start...].firstIndex { !Self.isKey($0) && !"+.:".utf8.contains($0) } ?? bytes.count
    return Substring(decoding: bytes[start..<end], as: UTF8.self)
  }

  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  static func endsValue(_ byte: UInt8) -> Bool {
    (0x09...0x0d).contains(byte) || " ,]}#".utf8.contains(byte)
  }
}
