/// Draws a sixel picture as a terminal does.
package struct SixelReader {
  package struct Unreadable: Error { package let reason: String }

  package private(set) var width = 0
  package private(set) var height = 0
  /// Row by row, red, green and blue in percent; nil where nothing was drawn.
  package private(set) var pixels: [SIMD3<UInt8>?] = []

  package init(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("\u{1b}P"), text.hasSuffix("\u{1b}\\"), let start = text.firstIndex(of: "q") else {
      throw Unreadable(reason: "form")
    }
    var rest = text[text.index(after: start)...].dropLast(2).utf8[...]
    var colours: [Int: SIMD3<UInt8>] = [:]
    var chosen = 0
    var place = (x: 0, y: 0)
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        let size = Self.numbers(&rest)
        guard size.count == 4 else { throw Unreadable(reason: "size") }
        (width, height) = (size[2], size[3])
        pixels = Array(repeating: nil, count: width * height)
      case UInt8(ascii: "#"):
        let numbers = Self.numbers(&rest)
        chosen = numbers.first ?? -1
        guard numbers.count == 5 else { continue }
        guard (0..<256).contains(chosen), numbers[1] == 2, numbers[2...].allSatisfy({ (0...100).contains($0) }) else {
          throw Unreadable(reason: "colour")
        }
        colours[chosen] = SIMD3(UInt8(numbers[2]), UInt8(numbers[3]), UInt8(numbers[4]))
      case UInt8(ascii: "$"): place.x = 0
      case UInt8(ascii: "-"): place = (0, place.y + 6)
      case UInt8(ascii: "!"):
        guard let count = Self.numbers(&rest).first, let value = rest.popFirst() else {
          throw Unreadable(reason: "run")
        }
        for _ in 0..<count { try draw(value, colours[chosen], at: &place) }
      default: try draw(byte, colours[chosen], at: &place)
      }
    }
  }

  private mutating func draw(_ byte: UInt8, _ colour: SIMD3<UInt8>?, at place: inout (x: Int, y: Int)) throws {
    guard (0x3f...0x7e).contains(byte), let colour, place.x < width else { throw Unreadable(reason: "sixel") }
    for bit in 0..<6 where (byte - 0x3f) >> UInt8(bit) & 1 == 1 {
      guard place.y + bit < height else { throw Unreadable(reason: "a row below the picture") }
      pixels[(place.y + bit) * width + place.x] = colour
    }
    place.x += 1
  }

  private static func numbers(_ rest: inout Substring.UTF8View) -> [Int] {
    let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: ";") }
    rest = rest[digits.endIndex...]
    return String(decoding: digits, as: UTF8.self).split(separator: ";").compactMap { Int($0) }
  }
}
