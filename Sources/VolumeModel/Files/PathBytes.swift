/// Names on Linux are bytes, often but not always UTF-8: an old archive may hold Latin-1. A byte that is no part of UTF-8 is
/// kept in a String as a scalar of the private use area (U+F780 to U+F7FF, the byte's value in the last eight bits), and
/// turned back where a name goes to the system. So such a file can be found, opened and named like any other.
extension String {
  private static let firstEscape: UInt32 = 0xF780

  /// Text for the bytes of a name.
  public init(pathBytes bytes: some Sequence<UInt8>) {
    let all = Array(bytes)
    if let text = String(validating: all, as: UTF8.self) {
      self = text
      return
    }
    var scalars = UnicodeScalarView()
    var rest = all[...]
    while !rest.isEmpty {
      // The longest valid beginning is a scalar of one to four bytes.
      let length = (1...4).first { rest.count >= $0 && String(validating: rest.prefix($0), as: UTF8.self) != nil }
      if let length, let scalar = String(decoding: rest.prefix(length), as: UTF8.self).unicodeScalars.first {
        scalars.append(scalar)
        rest = rest.dropFirst(length)
      } else {
        if let byte = rest.first, let escape = Unicode.Scalar(Self.firstEscape + UInt32(byte & 0x7F)) {
          scalars.append(escape)
        }
        rest = rest.dropFirst()
      }
    }
    self = String(scalars)
  }

  /// The bytes of a name, for the system.
  var pathBytes: [UInt8] {
    guard unicodeScalars.contains(where: \.isEscapedByte) else { return Array(utf8) }
    return unicodeScalars.flatMap { scalar -> [UInt8] in
      scalar.isEscapedByte ? [UInt8(truncatingIfNeeded: scalar.value & 0x7F) | 0x80] : Array(String(scalar).utf8)
    }
  }

  /// Whether the name is UTF-8 text throughout.
  package var isTextPath: Bool { !unicodeScalars.contains(where: \.isEscapedByte) }

  /// Calls `body` with the name as C wants it.
  func withPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    guard unicodeScalars.contains(where: \.isEscapedByte) else { return withCString(body) }
    let bytes = pathBytes.map { CChar(bitPattern: $0) } + [0]
    return bytes.withUnsafeBufferPointer { buffer in
      // Never empty: it ends in a zero.
      buffer.baseAddress.map(body) ?? "".withCString(body)
    }
  }
}

extension Unicode.Scalar {
  /// Whether the scalar stands for a byte that is no UTF-8.
  var isEscapedByte: Bool { value >= 0xF780 && value <= 0xF7FF }
}
