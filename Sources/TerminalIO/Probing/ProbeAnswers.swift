/// What a terminal answered when it was asked about itself.
package struct ProbeAnswers: Hashable, Sendable {
  /// The last question was answered, so the terminal answers at all.
  package var isComplete = false
  package var reportsStatus = false
  /// A colour of 24 bits was taken as it is.
  package var keepsTrueColor = false
  /// A colour of 24 bits was brought to one of the palette's 256.
  package var usesPalette256 = false
  package var namesRGBCapability = false
  package var synchronises = false
  package var background: RGB?
  /// Name and version, as in "XTerm(390)".
  package var brand: String?
  package var hasKittyGraphics = false
  /// The primary attributes name sixel.
  package var hasSixel = false
  /// How many colours a sixel picture may have.
  package var sixelRegisters: Int?
  /// Width and height of a cell in pixels.
  package var cellPixels: SIMD2<Int>?
  /// Width and height of the window in pixels.
  package var windowPixels: SIMD2<Int>?
  /// What was typed meanwhile.
  package var typed: [UInt8] = []

  package init() {}

  /// All questions in one write. Primary attributes come last: every terminal answers them, so their answer is the end.
  ///
  /// - Parameters:
  ///   - allowsStrings: whether the terminal answers control strings itself. What hands them on to the terminal around
  ///     it would bring their answers after the last one, to be taken for keys.
  ///   - asksKitty: whether to ask for kitty's graphics: not within tmux, which would take the question for a title.
  package static func questions(allowsStrings: Bool, asksKitty: Bool = true) -> [UInt8] {
    let strings =
      // The background; XTGETTCAP "RGB"; then a colour is set and asked for again (DECRQSS).
      "\u{1b}]11;?\u{1b}\\" + "\u{1b}P+q524742\u{1b}\\" + "\u{1b}[48;2;1;2;3m\u{1b}P$qm\u{1b}\\\u{1b}[m" + "\u{1b}[>0q"
      + (asksKitty ? KittyGraphics.question : "")
    // The size of the window and of a cell in pixels (XTWINOPS).
    let sizes = "\u{1b}[14t\u{1b}[16t"
    return Array(
      ("\u{1b}[?2026$p" + (allowsStrings ? strings : "") + sizes + "\u{1b}[5n\u{1b}[c").utf8)
  }

  /// A second question for terminals with sixel: how many colours (XTSMGRAPHICS). The attributes end it again.
  static let sixelQuestions = Array("\u{1b}[?1;1;0S\u{1b}[c".utf8)

  /// Takes answers apart from what was typed.
  package init(parsing bytes: [UInt8]) {
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      guard byte == 0x1b, let kind = rest.first else {
        typed.append(byte)
        continue
      }
      switch kind {
      case UInt8(ascii: "["):
        let body = rest.dropFirst()
        guard let end = body.firstIndex(where: { $0 >= 0x40 && $0 < 0x7f }) else { return }
        if !takeControl(Array(body[..<end]), final: body[end]) { typed += [0x1b] + rest[...end] }
        rest = rest[(end + 1)...]
      case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"):
        let body = rest.dropFirst()
        guard let end = body.firstIndex(where: { $0 == 0x07 || $0 == 0x1b }) else { return }
        takeString(String(decoding: body[..<end], as: UTF8.self))
        rest = rest[(end + 1)...]
        if body[end] == 0x1b, rest.first == UInt8(ascii: "\\") { rest.removeFirst() }
      default:
        typed.append(byte)
      }
    }
  }

  private mutating func takeControl(_ body: [UInt8], final: UInt8) -> Bool {
    let text = String(decoding: body, as: UTF8.self)
    switch final {
    case UInt8(ascii: "c") where text.hasPrefix("?"):
      isComplete = true
      hasSixel = text.dropFirst().split(separator: ";").dropFirst().contains("4")
    case UInt8(ascii: "n") where text == "0":
      reportsStatus = true
    case UInt8(ascii: "y") where text.hasPrefix("?2026;"):
      // 1 set, 2 reset, 3 always set; 0 unknown, 4 always reset.
      synchronises = ["1", "2", "3"].contains(text.dropFirst(6).prefix(1))
    case UInt8(ascii: "S") where text.hasPrefix("?1;"):
      sixelRegisters = Self.numbers(text.dropFirst()).last.flatMap { $0 > 1 ? $0 : nil } ?? sixelRegisters
    case UInt8(ascii: "t") where text.hasPrefix("4;"):
      windowPixels = Self.size(text)
    case UInt8(ascii: "t") where text.hasPrefix("6;"):
      cellPixels = Self.size(text)
    default:
      return false
    }
    return true
  }

  private static func numbers(_ text: Substring) -> [Int] { text.split(separator: ";").compactMap { Int($0) } }

  /// A height and a width behind a number that says what they are of.
  private static func size(_ text: String) -> SIMD2<Int>? {
    let numbers = numbers(text[...])
    guard numbers.count == 3, (1...100_000).contains(numbers[1]), (1...100_000).contains(numbers[2]) else { return nil }
    return SIMD2(numbers[2], numbers[1])
  }

  private mutating func takeString(_ text: String) {
    if text.hasPrefix("Gi=\(KittyGraphics.questionID)") {
      hasKittyGraphics = text.hasSuffix(";OK")
    } else if text.hasPrefix("11;") {
      background = Self.color(text.dropFirst(3))
    } else if text.hasPrefix("1+r"), text.lowercased().hasPrefix("1+r524742") {
      namesRGBCapability = true
    } else if text.hasPrefix(">|") {
      brand = String(text.dropFirst(2))
    } else if text.hasPrefix("1$r") {
      let fields = text.dropFirst(3).split(whereSeparator: { $0 == ";" || $0 == ":" || $0 == "m" })
      keepsTrueColor = fields.contains("48") && fields.suffix(3) == ["1", "2", "3"]
      if let place = fields.firstIndex(of: "48"), place + 1 < fields.count, fields[place + 1] == "5" {
        usesPalette256 = true
      }
    }
  }

  /// A colour written as rgb:1e1e/1e1e/2e2e, with one to four digits a channel.
  private static func color(_ text: Substring) -> RGB? {
    guard let start = text.firstIndex(of: ":") else { return nil }
    let channels = text[text.index(after: start)...].split(separator: "/").prefix(3).compactMap { digits -> UInt8? in
      guard (1...4).contains(digits.count), let value = UInt32(digits, radix: 16) else { return nil }
      let most = UInt32(1) << (4 * UInt32(digits.count)) - 1
      return UInt8(value * 255 / most)
    }
    return channels.count == 3 ? RGB(red: channels[0], green: channels[1], blue: channels[2]) : nil
  }
}
