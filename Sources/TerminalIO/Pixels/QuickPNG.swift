import CZlib

/// PNG files for pictures that are shown at once and thrown away: with a palette where it holds all colours, and without
/// a search for the best filters. Enlarged pictures repeat rows; a repeated row costs next to nothing.
enum QuickPNG {
  /// What is short: the time to compress, or the line.
  enum Effort: Int32 {
    /// zlib's fastest level: somebody waits.
    case quick = 1
    /// A quarter smaller in three times as long.
    case small = 6
  }

  /// A PNG of some columns and rows of a raster, in any order and as often as they occur.
  static func data(_ raster: Raster, columns: [Int], rows: [Int], effort: Effort = .quick) throws(PNGError) -> [UInt8] {
    let level = effort.rawValue
    guard !columns.isEmpty, !rows.isEmpty else { throw .size(width: columns.count, height: rows.count) }
    guard let palette = Palette(raster) else { return try ofThreeChannels(raster, columns: columns, rows: rows, level) }
    var samples = [UInt8](repeating: 0, count: (columns.count + 1) * rows.count)
    for (y, row) in rows.enumerated() {
      let start = y * (columns.count + 1)
      if y > 0, rows[y - 1] == row {
        samples[start] = PNGFilter.above.rawValue
        continue
      }
      for (x, column) in columns.enumerated() { samples[start + 1 + x] = palette.numbers[row * raster.width + column] }
    }
    return try PNGFile(
      width: columns.count, height: rows.count, colourType: .palette(palette.colours), filtered: samples, level: level
    ).bytes
  }

  private static func ofThreeChannels(
    _ raster: Raster, columns: [Int], rows: [Int], _ level: Int32
  ) throws(PNGError) -> [UInt8] {
    let rowLength = columns.count * 3 + 1
    var samples = [UInt8](repeating: 0, count: rowLength * rows.count)
    for (y, row) in rows.enumerated() {
      var place = y * rowLength
      if y > 0, rows[y - 1] == row {
        samples[place] = PNGFilter.above.rawValue
        continue
      }
      for column in columns {
        let pixel = raster.pixels[row * raster.width + column]
        samples[place + 1] = pixel.red
        samples[place + 2] = pixel.green
        samples[place + 3] = pixel.blue
        place += 3
      }
    }
    return try PNGFile(
      width: columns.count, height: rows.count, colourType: .rgb, filtered: samples, level: level
    ).bytes
  }

  /// The colours of a raster and the number of each pixel's; nil where they are more than a byte can number.
  private struct Palette {
    let colours: [RGB]
    let numbers: [UInt8]

    /// Places of a table of colours, twice as many as there are colours and more, so that few of them clash.
    private static let places = 1024

    init?(_ raster: Raster) {
      // Each colour's number at the place that follows from it, or the next free one; -1 is free.
      var table = [Int16](repeating: -1, count: Self.places)
      var colours: [RGB] = []
      var numbers: [UInt8] = []
      numbers.reserveCapacity(raster.pixels.count)
      var last: (colour: RGB, number: UInt8)?
      for pixel in raster.pixels {
        if let last, last.colour == pixel {
          numbers.append(last.number)
          continue
        }
        var place = Self.place(of: pixel)
        while table[place] >= 0, colours[Int(table[place])] != pixel { place = (place + 1) % Self.places }
        if table[place] < 0 {
          guard colours.count < 256 else { return nil }
          table[place] = Int16(colours.count)
          colours.append(pixel)
        }
        let number = UInt8(table[place])
        numbers.append(number)
        last = (pixel, number)
      }
      self.colours = colours
      self.numbers = numbers
    }

    private static func place(of colour: RGB) -> Int {
      let packed = UInt32(colour.red) << 16 | UInt32(colour.green) << 8 | UInt32(colour.blue)
      // Multiplicative hashing with the golden ratio: the upper bits depend on all of a colour's.
      return Int((packed &* 0x9e37_79b9) >> 22)
    }
  }
}
