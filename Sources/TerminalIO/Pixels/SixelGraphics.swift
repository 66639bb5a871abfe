/// Sixel pictures (DEC STD 070, VT340): bands of six rows, drawn colour by colour with runs, the darkest colour first.
///
/// A later colour covers an earlier one, so a run of a colour may go on over pixels that are drawn later. In an image
/// whose grey changes from pixel to pixel that leaves far fewer runs than a run for each pixel would.
enum SixelGraphics {
  private static let bandHeight = 6

  static func bytes(of raster: Raster) -> [UInt8] {
    var output: [UInt8] = []
    append(raster, columns: Array(0..<raster.width), rows: Array(0..<raster.height), to: &output)
    return output
  }

  /// A picture of some columns and rows of a raster, in any order and as often as they occur.
  /// - Parameters:
  ///   - registers: colours that the terminal has at a time.
  ///   - greyStep: the step in percent to which greys are rounded.
  static func append(
    _ raster: Raster, columns: [Int], rows: [Int], registers: Int = SixelPalette.most, greyStep: Int = 1,
    to output: inout [UInt8]
  ) {
    let palette = SixelPalette(raster, registers: registers, greyStep: greyStep)
    // Square pixels, nothing drawn where no pixel is set; the size comes first, so that terminals make room once.
    output += Array("\u{1b}P0;1;0q\"1;1;\(columns.count);\(rows.count)".utf8)
    for (register, colour) in palette.colours.enumerated() {
      output += Array("#\(register);2;\(colour.x);\(colour.y);\(colour.z)".utf8)
    }
    var band = Band(width: columns.count, ranks: palette.ranksByBrightness)
    for top in stride(from: 0, to: rows.count, by: bandHeight) {
      if top > 0 { output.append(UInt8(ascii: "-")) }
      band.load(
        palette.registers, of: raster.width, columns: columns, rows: rows[top..<min(top + bandHeight, rows.count)])
      band.append(to: &output)
    }
    output += Array("\u{1b}\\".utf8)
  }

  /// One band: for each register that occurs, which of six rows it sets in each column.
  private struct Band {
    let width: Int
    private var bits: [UInt8]
    /// The registers that occur, in the order in which they come, with the columns they span.
    private var used: [Int] = []
    private var spans: [(first: Int, last: Int)]
    /// The place of each register among all, from the first that is drawn.
    private let ranks: [Int]
    /// For each column the rows that are not drawn yet.
    private var undrawn: [UInt8]
    private var allRows: UInt8 = 0

    init(width: Int, ranks: [Int]) {
      self.width = width
      self.ranks = ranks
      bits = [UInt8](repeating: 0, count: width * ranks.count)
      spans = [(first: Int, last: Int)](repeating: (-1, -1), count: ranks.count)
      undrawn = [UInt8](repeating: 0, count: width)
    }

    mutating func load(_ registers: [UInt8], of rasterWidth: Int, columns: [Int], rows: ArraySlice<Int>) {
      for register in used {
        for column in spans[register].first...spans[register].last { bits[register * width + column] = 0 }
        spans[register] = (-1, -1)
      }
      used.removeAll(keepingCapacity: true)
      allRows = (1 << UInt8(rows.count)) - 1
      // Rows of the screen that show the same row of the raster are drawn together.
      var next = rows.startIndex
      while next < rows.endIndex {
        let row = rows[next]
        var mask: UInt8 = 0
        while next < rows.endIndex, rows[next] == row {
          mask |= 1 << UInt8(next - rows.startIndex)
          next += 1
        }
        for (column, source) in columns.enumerated() {
          let register = Int(registers[row * rasterWidth + source])
          bits[register * width + column] |= mask
          if spans[register].first < 0 {
            used.append(register)
            spans[register] = (column, column)
          } else {
            spans[register] = (min(spans[register].first, column), max(spans[register].last, column))
          }
        }
      }
    }

    mutating func append(to output: inout [UInt8]) {
      for column in 0..<width { undrawn[column] = allRows }
      used.sort { ranks[$0] < ranks[$1] }
      for (index, register) in used.enumerated() {
        if index > 0 { output.append(UInt8(ascii: "$")) }
        output.append(UInt8(ascii: "#"))
        Self.append(number: register, to: &output)
        let (first, last) = spans[register]
        Self.append(run: first, of: 0, to: &output)
        var column = first
        while column <= last {
          let start = column
          // The rows that a run has to set, and those that it may set.
          var (needed, allowed) = (UInt8(0), UInt8.max)
          while column <= last {
            let own = bits[register * width + column]
            let (nextNeeded, nextAllowed) = (needed | own, allowed & undrawn[column])
            guard nextNeeded & ~nextAllowed == 0 else { break }
            (needed, allowed) = (nextNeeded, nextAllowed)
            undrawn[column] &= ~own
            column += 1
          }
          Self.append(run: column - start, of: needed, to: &output)
        }
      }
    }

    private static func append(run: Int, of value: UInt8, to output: inout [UInt8]) {
      guard run > 0 else { return }
      let character = 0x3f + value
      if run > 3 {
        output.append(UInt8(ascii: "!"))
        append(number: run, to: &output)
        output.append(character)
      } else {
        for _ in 0..<run { output.append(character) }
      }
    }

    private static func append(number: Int, to output: inout [UInt8]) {
      if number >= 10 { append(number: number / 10, to: &output) }
      output.append(0x30 + UInt8(number % 10))
    }
  }
}
