package import TerminalIO

/// Curves of values between 0 and 1 in braille dots, two by four a cell, or in letters where braille cannot be shown.
package struct CurvePlot {
  package struct Series {
    package let values: [Double]
    package let ink: RGB
    package let asciiMark: Unicode.Scalar

    package init(values: [Double], ink: RGB, asciiMark: Unicode.Scalar) {
      self.values = values
      self.ink = ink
      self.asciiMark = asciiMark
    }
  }

  package let series: [Series]

  package init(series: [Series]) { self.series = series }

  package func draw(in area: Rectangle, paper: RGB, ascii: Bool, on frame: inout Frame) {
    guard area.width > 0, area.height > 0 else { return }
    let across = ascii ? 1 : 2
    let down = ascii ? 1 : 4
    let columns = area.width * across
    let rows = area.height * down
    var dots = [UInt8](repeating: 0, count: area.width * area.height)
    var inks = [RGB](repeating: paper, count: dots.count)
    var marks = [Unicode.Scalar](repeating: " ", count: dots.count)
    for line in series {
      var previous: Int?
      for column in 0..<columns {
        guard let value = Self.value(of: line.values, at: column, of: columns), value.isFinite else {
          previous = nil
          continue
        }
        let row = Int(((1 - min(1, max(0, value))) * Double(rows - 1)).rounded())
        // Steep parts are joined, so that a curve never breaks into dots.
        let from = previous.map { $0 < row ? $0 + 1 : $0 > row ? $0 - 1 : row } ?? row
        for dot in min(from, row)...max(from, row) {
          let cell = (dot / down) * area.width + column / across
          dots[cell] |= Self.dotBit(column % across, dot % down)
          inks[cell] = line.ink
          marks[cell] = line.asciiMark
        }
        previous = row
      }
    }
    for cell in dots.indices where dots[cell] != 0 {
      let glyph = ascii ? marks[cell] : Unicode.Scalar(0x2800 + UInt32(dots[cell])) ?? " "
      frame[area.x + cell % area.width, area.y + cell / area.width] = Cell(glyph: glyph, ink: inks[cell], paper: paper)
    }
  }

  /// The value drawn in a column: the mean of the epochs that fall into it, or one between neighbours when epochs are few.
  static func value(of values: [Double], at column: Int, of columns: Int) -> Double? {
    guard let first = values.first else { return nil }
    if values.count == 1 { return column == 0 ? first : nil }
    if values.count >= columns {
      let low = column * values.count / columns
      let high = max(low + 1, (column + 1) * values.count / columns)
      let part = values[low..<high].filter(\.isFinite)
      return part.isEmpty ? nil : part.reduce(0, +) / Double(part.count)
    }
    let place = Double(column) / Double(max(1, columns - 1)) * Double(values.count - 1)
    let low = Int(place)
    let high = min(values.count - 1, low + 1)
    return values[low] + (values[high] - values[low]) * (place - Double(low))
  }

  private static func dotBit(_ column: Int, _ row: Int) -> UInt8 {
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    return bits[row][column]
  }
}
