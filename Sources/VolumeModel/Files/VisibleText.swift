extension String {
  /// The text with all that could steer a terminal made visible: control characters (C0 but for line ends and tabs,
  /// DEL, C1) as `\x1b`, and marks that change the direction of writing or that nobody sees as `\u202e`; bytes of names
  /// that are no text, too. What a file or its name holds must neither move the cursor nor pretend to be other text.
  public var visible: String {
    replacingUnsafe { scalar in
      scalar.value < 0x100 || scalar.isEscapedByte ? "\\x" + scalar.byteDigits : "\\u" + scalar.value.hexadecimal(4)
    }
  }

  /// The same, and on one line: what ends a line or fills a tab stop is written as `\n` and `\t`. For a name in a table or
  /// a record, which it must not break.
  public var visibleOnOneLine: String {
    guard utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return visible }
    return unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case "\r": text += "\\x0d"
      default: text.unicodeScalars.append(scalar)
      }
    }.visible
  }

  /// The same for the text of a JSON document, in which `\u001b` stands for the character itself.
  public var visibleInJSON: String {
    replacingUnsafe { scalar in
      String(scalar).utf16.map { "\\u" + UInt32($0).hexadecimal(4) }.joined()
    }
  }

  private func replacingUnsafe(_ sign: (Unicode.Scalar) -> String) -> String {
    guard unicodeScalars.contains(where: \.isUnsafeOnTerminals) else { return self }
    var text = ""
    for (index, scalar) in zip(unicodeScalars.indices, unicodeScalars) {
      // Before a line feed a carriage return is part of a line end, as in CSV.
      let isLineEnd = scalar == "\r" && unicodeScalars[index...].dropFirst().first == "\n"
      if scalar.isUnsafeOnTerminals, !isLineEnd { text += sign(scalar) } else { text.unicodeScalars.append(scalar) }
    }
    return text
  }
}

extension Unicode.Scalar {
  /// The byte that it is or stands for, in hexadecimal.
  fileprivate var byteDigits: String {
    (isEscapedByte ? value & 0x7F | 0x80 : value).hexadecimal(2)
  }

  /// Controls but for line ends and tabs, marks of writing direction, and characters that take no room and join nothing.
  fileprivate var isUnsafeOnTerminals: Bool {
    switch value {
    case 0x09, 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case _ where isEscapedByte: true
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    case 0x200B, 0x2060...0x2064, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }
}

extension UInt32 {
  /// The number in hexadecimal, with zeros in front.
  fileprivate func hexadecimal(_ width: Int) -> String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: Swift.max(0, width - digits.count)) + digits
  }
}
