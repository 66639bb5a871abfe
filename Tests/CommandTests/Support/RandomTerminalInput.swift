import TestSupport

/// What a terminal sends, drawn by chance: bytes, keys, clicks, pastes, answers, and now and then another size.
struct RandomTerminalInput {
  enum Piece {
    case bytes([UInt8])
    case size(columns: UInt16, rows: UInt16)
  }

  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func one<Element>(of elements: [Element], or fallback: Element) -> Element {
    elements.randomElement(using: &random) ?? fallback
  }
  private mutating func noise(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(number(0..<256)) } }

  mutating func piece() -> Piece {
    switch number(0..<100) {
    case 0..<12: .size(columns: size(upTo: 500), rows: size(upTo: 200))
    case 12..<27: .bytes(noise(number(1..<200)))
    case 27..<60: .bytes((0..<number(1..<30)).flatMap { _ in key() })
    case 60..<72: .bytes((0..<number(1..<20)).flatMap { _ in pointer() })
    case 72..<82: .bytes(Array((":" + one(of: Self.commands, or: "help") + " " + words(2) + "\r").utf8))
    case 82..<90: .bytes(paste())
    default: .bytes(Array(answer().utf8))
    }
  }

  /// As many small sizes as large ones, one cell included.
  private mutating func size(upTo limit: Int) -> UInt16 {
    let width = limit.bitWidth - limit.leadingZeroBitCount
    return UInt16(max(1, min(limit, number(1..<(2 << number(0..<width))))))
  }

  private mutating func key() -> [UInt8] {
    // Keys that leave the program would end most sessions at once; they come rarely.
    switch number(0..<40) {
    case 0..<22:
      let byte = UInt8(number(0x20..<0x7f))
      return byte == UInt8(ascii: "q") && number(0..<8) > 0 ? [0x1b] : [byte]
    case 22..<34: return Array(("\u{1b}" + one(of: Self.sequences, or: "[A")).utf8)
    case 34..<37: return Array(one(of: Self.texts, or: "e").utf8)
    default: return [one(of: [0x00, 0x01, 0x08, 0x09, 0x0c, 0x0d, 0x12, 0x1b, 0x1c, 0x7f], or: 0x0d)]
    }
  }

  private mutating func pointer() -> [UInt8] {
    let numbers = ["0", "1", "17", "90", "499", "100000", "9223372036854775807", "99999999999999999999", "-5", ""]
    let place = "\(one(of: numbers, or: "1"));\(one(of: numbers, or: "1"))"
    switch number(0..<8) {
    case 0: return [0x1b, 0x5b, 0x4d] + noise(3)
    case 1: return Array("\u{1b}[<\(place)".utf8)
    default: return Array("\u{1b}[<\(number(0..<130));\(place)\(number(0..<2) == 0 ? "M" : "m")".utf8)
    }
  }

  private mutating func paste() -> [UInt8] {
    let length = one(of: [3, 50, 5000, 60_000], or: 3)
    let content = number(0..<2) == 0 ? noise(length) : Array(words(length / 4).utf8)
    let end = number(0..<4) == 0 ? "" : "\u{1b}[201~"
    return Array("\u{1b}[200~".utf8) + content + Array(end.utf8)
  }

  /// What terminals answer when they are asked, late or unasked.
  private mutating func answer() -> String {
    let number = "\(number(-1..<100_000))"
    return one(
      of: [
        "\u{1b}[\(number);3R", "\u{1b}[?\(number);4c", "\u{1b}]11;rgb:ff/00/\(number)\u{7}", "\u{1b}]11;rgb:",
        "\u{1b}P1+r\(number)\u{1b}\\", "\u{1b}_Gi=\(number);OK\u{1b}\\", "\u{1b}[\(number)t", "\u{1b}[4;\(number);9t",
        "\u{1b}[?\(number)$y", "\u{1b}[I", "\u{1b}[O",
      ], or: "")
  }

  private mutating func words(_ count: Int) -> String {
    (0..<count).map { _ in one(of: Self.texts, or: "") }.joined(separator: " ")
  }

  /// Also those that work long: training, prediction, export.
  private static let commands = [
    "size", "label", "threshold", "labels", "reload", "theme", "set", "next", "cases", "noise", "export", "picture",
    "goto", "comment", "filter", "sort", "zoom", "plane", "window", "train", "predict", "score", "help", "relabel",
    "graphics", "undecided", "write", "12", "!", "",
  ]
  private static let texts = [
    "1", "0.3", "120%", "-1e300", "nan", "all", "1,3", "lesion", "auto", "e\u{301}", "क्षि", "ก้", "👩‍👩‍👧", "漢字", "\u{202e}abc",
    "%s%n",
    "../../x", "~", "\"", "'", "\\", "a b", "99999999999999999999", "\u{1b}]0;x\u{7}", "\t", "kitty",
  ]
  private static let sequences = [
    "[A", "[B", "[C", "[D", "[5~", "[6~", "[H", "[F", "OA", "OP", "OQ", "[15~", "[1;5C", "[1;2A", "[Z", "[3~", "\u{1b}",
    "x",
    "[", "O", "]", "[999999999999A", "[;;;;;;;;~", "[27;5;9~", "[97;5u",
  ]
}
