/// Reads JSON of the plainest form from the front of its bytes: no spaces, no escapes, ASCII alone, whole numbers. What has
/// any other form is not read.
struct PlainText {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  /// Passes over a character; false where another one comes.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// A string's characters between its quotation marks.
  mutating func string() -> String? {
    guard skip("\"") else { return nil }
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      guard (0x20..<0x7F).contains(bytes[place]), bytes[place] != UInt8(ascii: "\\") else { return nil }
      place += 1
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    return skip("\"") ? text : nil
  }

  /// A whole number of at most 18 digits, so that it cannot overflow.
  mutating func integer() -> Int? {
    let isNegative = skip("-")
    let start = place
    var value = 0
    while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
      value = value &* 10 &+ Int(bytes[place] - UInt8(ascii: "0"))
      place += 1
    }
    let digits = place - start
    guard (1...18).contains(digits), bytes[start] != UInt8(ascii: "0") || digits == 1 && !isNegative else { return nil }
    return isNegative ? -value : value
  }

  mutating func boolean() -> Bool? {
    if skip("t") { return skip("r") && skip("u") && skip("e") ? true : nil }
    return skip("f") && skip("a") && skip("l") && skip("s") && skip("e") ? false : nil
  }

  /// The elements of a list or the members of an object; false where one cannot be read.
  /// - Parameter element: reads one; false where it cannot.
  mutating func elements(
    from opening: Unicode.Scalar, to closing: Unicode.Scalar, _ element: (inout PlainText) -> Bool
  ) -> Bool {
    guard skip(opening) else { return false }
    if skip(closing) { return true }
    repeat { guard element(&self) else { return false } } while skip(",")
    return skip(closing)
  }

  /// The members of an object. One that comes twice is not read: which of them counts, the general decoder says.
  /// - Parameter member: reads the value of a name; false where it cannot.
  mutating func members(_ member: (_ name: String, inout PlainText) -> Bool) -> Bool {
    var names: [String] = []
    return elements(from: "{", to: "}") { text in
      guard let name = text.string(), !names.contains(name), text.skip(":") else { return false }
      names.append(name)
      return member(name, &text)
    }
  }
}
