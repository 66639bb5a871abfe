import CZlib

/// PNG files for pictures that are shown at once and thrown away: with a palette where it holds all colours, and without
/// a search for the best filters. Enlarged pictures repeat rows; a repeated row costs next to nothing.
enum QuickPNG {
  /// zlib's fastest level: somebody waits.
  private static let level: Int32 = 1

  /// A PNG of some columns and rows of a raster, in any order and as often as they occur.
  static func data(_ raster: Raster, columns: [Int], rows: [Int]) throws(PNGError) -> [UInt8] {
    guard !columns.isEmpty, !rows.isEmpty else { throw .size(width: columns.count, height: rows.count) }
    guard let palette = Palette(raster) else { return try ofThreeChannels(raster, columns: columns, rows: rows) }
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

  private static func ofThreeChannels(_ raster: Raster, columns: [Int], rows: [Int]) throws(PNGError) -> [UInt8] {
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

    init?(_ raster: Raster) {
      var known: [RGB: UInt8] = [:]
      var colours: [RGB] = []
      var numbers: [UInt8] = []
      numbers.reserveCapacity(raster.pixels.count)
      var last: (colour: RGB, number: UInt8)?
      for pixel in raster.pixels {
        if let last, last.colour == pixel {
          numbers.append(last.number)
          continue
        }
        let number: UInt8
        if let found = known[pixel] {
          number = found
        } else {
          guard colours.count < 256 else { return nil }
          number = UInt8(colours.count)
          known[pixel] = number
          colours.append(pixel)
        }
        numbers.append(number)
        last = (pixel, number)
      }
      self.colours = colours
      self.numbers = numbers
    }
  }
}
