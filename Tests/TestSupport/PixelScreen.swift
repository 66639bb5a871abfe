import TerminalIO

/// A terminal with pictures in pixels, as far as frames need it: text, the cursor, and one of the protocols.
///
/// What goes through tmux is for this terminal too, and characters with marks show the pictures that came so.
/// Sixel and iTerm2 pictures take the place of text, and text theirs. Pictures of kitty lie over the text, by numbers.
package struct PixelScreen {
  package let width: Int
  package let height: Int
  package let cell: SIMD2<Int>
  /// The text of each cell; nil where a picture took its place.
  package private(set) var text: [Unicode.Scalar?]
  /// Pixels of pictures in place of text, in percent; nil where there is none.
  private var painted: [SIMD3<UInt8>?]
  private var kept: [Int: Raster] = [:]
  private var placements: [Placement] = []
  /// Sizes in cells of pictures that characters show.
  private var virtual: [Int: (columns: Int, rows: Int)] = [:]
  /// Cells with such a character: its ink and its marks.
  private var characters: [Int: (ink: Int, marks: [Unicode.Scalar])] = [:]
  private var ink = 0
  private var chunks: (id: Int, text: String)?
  private var cursor = (x: 0, y: 0)

  private struct Placement {
    let id: Int
    let area: Rectangle
    let source: Rectangle
  }

  package init(width: Int, height: Int, cell: SIMD2<Int>) {
    (self.width, self.height, self.cell) = (width, height, cell)
    text = Array(repeating: " ", count: width * height)
    painted = Array(repeating: nil, count: width * cell.x * height * cell.y)
  }

  /// How many pictures the terminal keeps in memory, and how many parts of them it shows.
  package var keptCount: Int { kept.count }
  package var placementCount: Int { placements.count }

  /// The pixel on top, in percent; nil where text shows.
  package func pixel(x: Int, y: Int) -> SIMD3<UInt8>? {
    let (column, row) = (x / cell.x, y / cell.y)
    if let top = placements.last(where: { $0.area.contains(column: column, row: row) }), let raster = kept[top.id] {
      // The nearest pixel, as terminals enlarge.
      let across = Double(x - top.area.x * cell.x) + 0.5
      let down = Double(y - top.area.y * cell.y) + 0.5
      let colour = raster[
        top.source.x + Int(across * Double(top.source.width) / Double(top.area.width * cell.x)),
        top.source.y + Int(down * Double(top.source.height) / Double(top.area.height * cell.y))]
      return SixelPalette.percent(colour)
    }
    if let character = characters[row * width + column] {
      return piece(character.ink, character.marks, x: x % cell.x, y: y % cell.y)
    }
    return painted[y * width * cell.x + x]
  }

  /// The marks of the numbers from 0 on, and that of the highest byte of the ids (rowcolumn-diacritics.txt of kitty).
  private static let marks: [UInt32: Int] = Dictionary(
    uniqueKeysWithValues: zip(
      [
        0x305, 0x30d, 0x30e, 0x310, 0x312, 0x33d, 0x33e, 0x33f, 0x346, 0x34a, 0x34b, 0x34c, 0x350, 0x351, 0x352, 0x357,
        0x81b,
      ], Array(0..<16) + [0x70]))

  private func piece(_ ink: Int, _ marks: [Unicode.Scalar], x: Int, y: Int) -> SIMD3<UInt8>? {
    let numbers = marks.compactMap { Self.marks[$0.value] }
    guard numbers.count == 3, let size = virtual[numbers[2] << 24 | ink], let raster = kept[numbers[2] << 24 | ink]
    else {
      return nil
    }
    let across = Double(numbers[1] * cell.x + x) + 0.5
    let down = Double(numbers[0] * cell.y + y) + 0.5
    return SixelPalette.percent(
      raster[
        Int(across * Double(raster.width) / Double(size.columns * cell.x)),
        Int(down * Double(raster.height) / Double(size.rows * cell.y))])
  }

  /// Takes what is sent.
  package mutating func take(_ bytes: [UInt8]) throws {
    var rest = Substring(String(decoding: bytes, as: UTF8.self)).unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "\u{1b}" else {
        write(scalar)
        continue
      }
      switch rest.popFirst() {
      case "[": control(&rest)
      case "_": try graphics(Self.string(&rest))
      case "]": try inlineImage(Self.string(&rest))
      case "P" where String(rest.prefix(5)) == "tmux;":
        rest.removeFirst(5)
        try take(Array(Self.passedOn(&rest).utf8))
      case "P": try sixel("\u{1b}P" + Self.string(&rest) + "\u{1b}\\")
      case "\\": break
      default: throw PixelReader.Unreadable(reason: "escape")
      }
    }
  }

  private static func string(_ rest: inout Substring.UnicodeScalarView) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst(), scalar != "\u{07}" {
      if scalar == "\u{1b}" {
        rest.removeFirst()
        break
      }
      text.append(scalar)
    }
    return String(text)
  }

  /// A string for the terminal around tmux, whose escapes come doubled.
  private static func passedOn(_ rest: inout Substring.UnicodeScalarView) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "\u{1b}" {
        guard rest.popFirst() == "\u{1b}" else { break }
      }
      text.append(scalar)
    }
    return String(text)
  }

  // MARK: Text

  private mutating func write(_ scalar: Unicode.Scalar) {
    if Self.marks[scalar.value] != nil {
      characters[cursor.y * width + cursor.x - 1]?.marks.append(scalar)
      return
    }
    guard cursor.x < width, cursor.y < height else { return }
    characters[cursor.y * width + cursor.x] = scalar.value == 0x10eeee ? (ink, []) : nil
    text[cursor.y * width + cursor.x] = scalar
    for y in cursor.y * cell.y..<(cursor.y + 1) * cell.y {
      for x in cursor.x * cell.x..<(cursor.x + 1) * cell.x { painted[y * width * cell.x + x] = nil }
    }
    cursor.x += 1
  }

  private mutating func control(_ rest: inout Substring.UnicodeScalarView) {
    var body = ""
    while let scalar = rest.popFirst() {
      guard scalar.value >= 0x40 else {
        body.unicodeScalars.append(scalar)
        continue
      }
      let numbers = body.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 1 }
      switch scalar {
      case "H": cursor = ((numbers.count > 1 ? numbers[1] : 1) - 1, (numbers.first ?? 1) - 1)
      case "C": cursor.x += numbers.first ?? 1
      case "J":
        text = Array(repeating: " ", count: text.count)
        painted = Array(repeating: nil, count: painted.count)
        placements = []
        characters = [:]
      case "m": if numbers.count == 3, numbers[0] == 38, numbers[1] == 5 { ink = numbers[2] }
      default: break
      }
      return
    }
  }

  // MARK: Pictures

  private mutating func sixel(_ sequence: String) throws {
    let read = try SixelReader(Array(sequence.utf8))
    paint(read.width, read.height) { read.pixels[$1 * read.width + $0] }
  }

  private mutating func inlineImage(_ command: String) throws {
    let raster = try PixelReader.iTerm2(Array("\u{1b}]\(command)\u{07}".utf8))
    guard command.contains(";doNotMoveCursor=1"), command.contains(";width=\(raster.width / cell.x);"),
      command.contains(";height=\(raster.height / cell.y);")
    else { throw PixelReader.Unreadable(reason: "size in cells") }
    paint(raster.width, raster.height) { SixelPalette.percent(raster[$0, $1]) }
  }

  private mutating func paint(_ pixelWidth: Int, _ pixelHeight: Int, _ pixel: (Int, Int) -> SIMD3<UInt8>?) {
    for y in 0..<pixelHeight {
      for x in 0..<pixelWidth {
        let (column, row) = (cursor.x + x / cell.x, cursor.y + y / cell.y)
        guard column < width, row < height else { continue }
        text[row * width + column] = nil
        painted[(cursor.y * cell.y + y) * width * cell.x + cursor.x * cell.x + x] = pixel(x, y)
      }
    }
  }

  private mutating func graphics(_ command: String) throws {
    guard command.hasPrefix("G") else { throw PixelReader.Unreadable(reason: "command") }
    let read = try KittyCommand(String(command.dropFirst()))
    switch read["a"] {
    case nil:
      chunks?.text += read.payload
      try keepWhenWhole(read)
    case "t":
      chunks = (read.number("i") ?? 0, read.payload)
      try keepWhenWhole(read)
    case "p" where read["U"] == "1":
      guard let id = read.number("i"), kept[id] != nil, let columns = read.number("c"), let rows = read.number("r")
      else {
        throw PixelReader.Unreadable(reason: "a placement of nothing")
      }
      virtual[id] = (columns, rows)
    case "p":
      func number(_ key: String) -> Int { read.number(key) ?? 0 }
      guard let id = read.number("i"), kept[id] != nil, read["C"] == "1" else {
        throw PixelReader.Unreadable(reason: "a placement of nothing")
      }
      placements.append(
        Placement(
          id: id, area: Rectangle(x: cursor.x, y: cursor.y, width: number("c"), height: number("r")),
          source: Rectangle(x: number("x"), y: number("y"), width: number("w"), height: number("h"))))
    case "d" where read["d"] == "A": (kept, placements) = ([:], [])
    case "d":
      guard let id = read.number("i") else { throw PixelReader.Unreadable(reason: "deletion") }
      placements.removeAll { $0.id == id }
      if read["d"] == "I" { (kept[id], virtual[id]) = (nil, nil) }
    default: throw PixelReader.Unreadable(reason: "action")
    }
  }

  private mutating func keepWhenWhole(_ command: KittyCommand) throws {
    guard command["m"] == "0", let whole = chunks else { return }
    kept[whole.id] = try PixelReader.png(whole.text)
    chunks = nil
  }
}
