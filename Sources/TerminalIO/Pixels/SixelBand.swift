/// One band of a sixel picture: for each register that occurs, which of six rows it sets in each column.
struct SixelBand {
  static let height = 6
  /// A register is drawn in pieces where it is absent for more columns than this: going over them costs as much as
  /// choosing the register again.
  private static let widestGap = 2

  private let width: Int
  private var bits: [UInt8]
  /// The registers that occur, with the columns they span and the pixels they have.
  private var used: [Int] = []
  private var spans: [(first: Int, last: Int)]
  private var counts: [Int]
  /// For each column the rows that are not drawn yet.
  private var undrawn: [UInt8]
  private var allRows: UInt8 = 0
  /// For each column the passage over the band in which the next piece can be drawn.
  private var freePassages: [Int]
  private var pieces: [Piece] = []
  /// The runs of all pieces one after the other.
  private var runs: [UInt8] = []

  /// A stretch of columns in one register.
  private struct Piece {
    let register: Int
    let columns: Range<Int>
    /// The passage over the band that draws it.
    let passage: Int
    /// Its bytes among the runs.
    let bytes: Range<Int>
  }

  init(width: Int, registers: Int) {
    self.width = width
    bits = [UInt8](repeating: 0, count: width * registers)
    spans = [(first: Int, last: Int)](repeating: (-1, -1), count: registers)
    counts = [Int](repeating: 0, count: registers)
    undrawn = [UInt8](repeating: 0, count: width)
    freePassages = [Int](repeating: 0, count: width)
  }

  /// - Parameters:
  ///   - registers: those of a raster's pixels, row by row.
  ///   - columns: the columns of the raster that the columns of the screen show.
  ///   - rows: the rows of the raster that the rows of the band show, at most six.
  mutating func load(_ registers: [UInt8], of rasterWidth: Int, columns: [Int], rows: ArraySlice<Int>) {
    for register in used {
      for column in spans[register].first...spans[register].last { bits[register * width + column] = 0 }
      spans[register] = (-1, -1)
      counts[register] = 0
    }
    used.removeAll(keepingCapacity: true)
    allRows = (1 << UInt8(rows.count)) - 1
    // Rows of the screen that show the same row of the raster are drawn together.
    var next = rows.startIndex
    while next < rows.endIndex {
      let row = rows[next]
      let first = next
      var mask: UInt8 = 0
      while next < rows.endIndex, rows[next] == row {
        mask |= 1 << UInt8(next - rows.startIndex)
        next += 1
      }
      for (column, source) in columns.enumerated() {
        let register = Int(registers[row * rasterWidth + source])
        bits[register * width + column] |= mask
        counts[register] += next - first
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
    for column in 0..<width {
      undrawn[column] = allRows
      freePassages[column] = 0
    }
    pieces.removeAll(keepingCapacity: true)
    runs.removeAll(keepingCapacity: true)
    // What is common first: its runs may then go on over most of what comes later.
    used.sort { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
    for register in used { cut(register) }
    pieces.sort { ($0.passage, $0.columns.lowerBound) < ($1.passage, $1.columns.lowerBound) }
    var (passage, column, register) = (0, 0, -1)
    for piece in pieces {
      if piece.passage != passage {
        output.append(UInt8(ascii: "$"))
        (passage, column) = (piece.passage, 0)
      }
      if piece.register != register {
        output.append(UInt8(ascii: "#"))
        Self.append(number: piece.register, to: &output)
        register = piece.register
      }
      Self.append(run: piece.columns.lowerBound - column, of: 0, to: &output)
      output += runs[piece.bytes]
      column = piece.columns.upperBound
    }
  }

  /// Cuts what a register sets into pieces, each in the first passage after all that it may cover.
  private mutating func cut(_ register: Int) {
    let line = register * width
    var (first, last) = spans[register]
    while first <= last {
      var end = first + 1
      var column = end
      while column <= last, column - end < Self.widestGap + 1 {
        if bits[line + column] != 0 { end = column + 1 }
        column += 1
      }
      let start = runs.count
      appendRuns(of: line, columns: first..<end)
      let passage = freePassages[first..<end].max() ?? 0
      for column in first..<end { freePassages[column] = passage + 1 }
      pieces.append(
        Piece(register: register, columns: first..<end, passage: passage, bytes: start..<runs.count))
      first = end
      while first <= last, bits[line + first] == 0 { first += 1 }
    }
  }

  private mutating func appendRuns(of line: Int, columns: Range<Int>) {
    var column = columns.lowerBound
    while column < columns.upperBound {
      let start = column
      // The rows that a run has to set, and those that it may set.
      var (needed, allowed) = (UInt8(0), UInt8.max)
      while column < columns.upperBound {
        let own = bits[line + column]
        let (nextNeeded, nextAllowed) = (needed | own, allowed & undrawn[column])
        guard nextNeeded & ~nextAllowed == 0 else { break }
        (needed, allowed) = (nextNeeded, nextAllowed)
        undrawn[column] &= ~own
        column += 1
      }
      Self.append(run: column - start, of: needed, to: &runs)
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
